using WFrame.Testing;

namespace WFrame.Pipeline.Tests.MLNet;

/// <summary>Scores in another process that has ML.NET and ONNX Runtime but none of our assemblies.</summary>
internal static class StockHost
{
    /// <summary>The columns of every row, one after the other.</summary>
    public static float[] Score(string model, PixelBatch images, params string[] columns)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.At("pixels.f32"), MemoryMarshal.AsBytes(images.Values.Span));
        string[] sizes =
        [
            images.Size.Height.ToString(CultureInfo.InvariantCulture),
            images.Size.Width.ToString(CultureInfo.InvariantCulture),
        ];
        var output = DotnetProcess.Run(
            folder.Path,
            ["exec", Program(), model, folder.At("pixels.f32"), .. sizes, folder.At("output.f32"), .. columns]
        );
        Assert.Contains("Assemblies of the library: 0", output, StringComparison.Ordinal);
        return MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(folder.At("output.f32"))).ToArray();
    }

    /// <summary>Built with the tests, in the same configuration.</summary>
    private static string Program()
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory);
        var bin = Path.Combine(Repository.Root, "tests", "StockHost", "bin");
        var program = Path.Combine(bin, framework.Parent!.Name, framework.Name, "StockHost.dll");
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(program)!, "WFrame*.dll"));
        return program;
    }
}
