using WFrame.Testing;

namespace WFrame.Packages.Tests;

/// <summary>The application's natives are the application's choice.</summary>
[Collection(nameof(PackedLibrary))]
public sealed class NativesTests(PackedLibrary library)
{
    [Fact]
    public void Given_the_package_alone_when_used_then_it_brings_no_natives_and_says_what_needs_them()
    {
        var app = library.App("alone", library.Library).With("NoNatives.cs").Build();

        var said = app.Run(Repository.Sample("chelsea.png")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal("scores 4", said[0]);
        Assert.Equal(2, said.Length);
        Assert.Contains("add the package Microsoft.ML.OnnxRuntime", said[1], StringComparison.Ordinal);
        Assert.DoesNotContain('\n', said[1]);
        Assert.Equal(2, Directory.GetFiles(app.At("drawn"), "*.png").Length);
        Assert.DoesNotContain(app.Packages(), BringsNatives);
        Assert.Contains("WFrame.MLNet", app.Packages());
    }

    private static bool BringsNatives(string package) =>
        package.StartsWith("SkiaSharp", StringComparison.OrdinalIgnoreCase)
        || package.StartsWith("ScottPlot", StringComparison.OrdinalIgnoreCase)
        || (
            package.StartsWith("Microsoft.ML.OnnxRuntime", StringComparison.OrdinalIgnoreCase)
            && !package.EndsWith(".Managed", StringComparison.OrdinalIgnoreCase)
        );
}
