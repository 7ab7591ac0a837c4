using WFrame.Images.Geometry;

namespace WFrame.Evaluation.Classifiers;

/// <summary>What becomes of an image that has not the classifier's aspect.</summary>
public enum InputFit
{
    /// <summary>"center-crop-square": the largest centred square (of the target's aspect), offsets rounded down.</summary>
    CenterCrop,

    /// <summary>"stretch": the whole image, both sides scaled alone.</summary>
    Stretch,

    /// <summary>"none": nothing; with the resize inside the graph the image enters at its own size.</summary>
    None,
}

/// <summary>
/// How 8-bit RGB becomes the input of a classifier: fit, resize with rounding to 8 bits, then
/// (low + pixel/255 * (high - low) - mean) * scale, in the channel order of the network.
/// </summary>
public sealed record ClassifierInput
{
    /// <summary>Name of the ONNX input.</summary>
    public required string Name { get; init; }

    /// <summary>True: [N,3,H,W]; false: [N,H,W,3].</summary>
    public required bool ChannelsFirst { get; init; }

    /// <summary>True: channels B, G, R; false: R, G, B.</summary>
    public required bool IsBgr { get; init; }

    /// <summary>Values of pixels 0 and 255 before the mean is subtracted.</summary>
    public required (double Low, double High) Range { get; init; }

    /// <summary>Subtracted, in the channel order of the network, [3].</summary>
    public required IReadOnlyList<double> Mean { get; init; }

    /// <summary>Multiplied with, in the channel order of the network, [3].</summary>
    public required IReadOnlyList<double> Scale { get; init; }

    /// <summary>Height and width of the input; null where the graph resizes images of any size itself.</summary>
    public ImageSize? Size { get; init; }

    /// <summary>Aspect policy.</summary>
    public required InputFit Fit { get; init; }

    /// <summary>Kernel of the resize (antialiased, as Pillow's); null where the graph resizes.</summary>
    public ResampleFilter? Filter { get; init; }
}

/// <summary>One output of a classifier.</summary>
/// <param name="Name">Name of the ONNX output.</param>
/// <param name="Columns">Numbers of one image.</param>
public sealed record ClassifierOutput(string Name, int Columns);
