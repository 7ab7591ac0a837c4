using WFrame.Files;
using WFrame.Trunks;

namespace WFrame.Cli.Verbs.Texture;

/// <summary>VGG-16 conv1_1..conv3_3, which a build from source carries: 7 MB that only textures need.</summary>
internal static class TextureTrunk
{
    private const string Name = "vgg16_conv7.onnx";

    /// <exception cref="UsageException">This build carries none.</exception>
    public static Trunk Load()
    {
        var assembly = typeof(TextureTrunk).Assembly;
        return assembly.GetManifestResourceInfo(Name) is null
            ? throw new UsageException(
                $"--trunk is missing, and this build carries no trunk for textures: give {Name} of the folder models of the sources."
            )
            : Trunk.Read(Name, EmbeddedFile.Read(assembly, Name), EmbeddedFile.Read(assembly, Trunk.CardPath(Name)));
    }
}
