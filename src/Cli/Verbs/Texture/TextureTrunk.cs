using WFrame.Trunks;

namespace WFrame.Cli.Verbs.Texture;

/// <summary>VGG-16 conv1_1..conv3_3, which the command carries: 7 MB that only textures need.</summary>
internal static class TextureTrunk
{
    public static Trunk Load() =>
        Trunk.Read("vgg16_conv7.onnx", Resource("vgg16_conv7.onnx"), Resource("vgg16_conv7.json"));

    private static byte[] Resource(string name)
    {
        using var stream = typeof(TextureTrunk).Assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
