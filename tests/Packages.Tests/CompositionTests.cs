using WFrame.Testing;

namespace WFrame.Packages.Tests;

/// <summary>ML.NET's own image transforms, then ours; saved, and reloaded where this library is unknown.</summary>
[Collection(nameof(PackedLibrary))]
public sealed class CompositionTests(PackedLibrary library)
{
    private const string Natives = "1.31.1";

    /// <summary>ML.NET 5 is built for SkiaSharp 2 and its ExtractPixels fails with 3 (dotnet/machinelearning#7413); 6 runs with both.</summary>
    [Theory]
    [InlineData("5.0.1", "2.88.8")]
    [InlineData("6.0.0", "3.119.4")]
    public void Given_a_version_of_SkiaSharp_when_the_chain_is_saved_then_a_stock_project_scores_the_same(
        string mlNet,
        string skia
    )
    {
        (string, string)[] stock =
        [
            ("Microsoft.ML", mlNet),
            ("Microsoft.ML.OnnxTransformer", mlNet),
            ("Microsoft.ML.OnnxRuntime", Natives),
        ];
        (string, string)[] images =
        [
            ("Microsoft.ML.ImageAnalytics", mlNet),
            ("SkiaSharp", skia),
            ("SkiaSharp.NativeAssets.Linux.NoDependencies", skia),
        ];
        var ours = library.App($"ours-{skia}", [library.Library, .. stock, .. images]).With("Composition.cs").Build();
        var reload = library.App($"reload-{skia}", [.. stock, .. images]).With("Reload.cs").Build();
        var tail = library.App($"tail-{skia}", stock).With("ReloadTail.cs").Build();

        var scores = ours.Run(Repository.Sample("chelsea.png"), ours.At("chain.zip"), ours.At("tail.zip"));

        Assert.True(float.IsFinite(float.Parse(scores, CultureInfo.InvariantCulture)));
        Assert.Equal(scores, reload.Run(ours.At("chain.zip"), Repository.Sample("chelsea.png")));
        Assert.True(float.IsFinite(float.Parse(tail.Run(ours.At("tail.zip")), CultureInfo.InvariantCulture)));
        Assert.DoesNotContain(reload.Packages(), id => id.StartsWith("WFrame", StringComparison.Ordinal));
    }
}
