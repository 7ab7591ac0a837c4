namespace WFrame.ModelFile;

/// <summary>Names of our entries in a model file.</summary>
internal static class ModelEntries
{
    /// <summary>Everything but the arrays: schema, size, options, components, history.</summary>
    public const string Description = "wframe/model.json";

    /// <summary>sha256 of every other entry.</summary>
    public const string Checksums = "wframe/checksums.json";

    public const string Trunk = "wframe/trunk.onnx";

    public const string TrunkCard = "wframe/trunk.json";

    /// <summary>Theta of a component, float32 little-endian, [C,h,w] or [C].</summary>
    public static string Theta(int component) => Of(component, "theta.f32");

    /// <summary>Final chains of a component, float32 little-endian, [M,3,H,W].</summary>
    public static string Chains(int component) => Of(component, "chains.f32");

    private static string Of(int component, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"wframe/components/{component:d4}/{what}");
}
