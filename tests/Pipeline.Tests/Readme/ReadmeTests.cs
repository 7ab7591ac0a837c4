using Microsoft.ML;
using WFrame.Images;
using WFrame.Images.Sources;
using WFrame.Testing;
using WFrame.Trunks;

namespace WFrame.Pipeline.Tests.Readme;

/// <summary>The README's library examples, with fewer iterations and smaller images.</summary>
public class ReadmeTests
{
    private static readonly string Photograph = Repository.Sample("chelsea.png");

    [Fact]
    public void Given_the_plain_example_a_model_is_learned_and_stored()
    {
        using var folder = new TemporaryFolder();
        var pixels = new PixelOptions { Size = new(16, 16), Mean = Trunk.VggMean };

        var images = PixelLoader.Load(ImageSource.Expand([Photograph]), pixels).Pixels;
        using var trainer = new WFrameTrainer(new WFrameOptions { Iterations = 2, Steps = 2 });
        var model = trainer.Fit(images);
        model.Save(folder.At("model.zip"));

        Assert.Equal(model.Components[0].Theta, WFrameModel.Load(folder.At("model.zip")).Components[0].Theta);
    }

    [Fact]
    public void Given_the_pipeline_example_the_stored_model_opens_in_stock_ml_net()
    {
        using var folder = new TemporaryFolder();
        var mlContext = new MLContext();

        var images = mlContext.WFrame().LoadPixels(Photograph, size: 16);
        var transformer = mlContext.WFrame().Trainers.WFrame(iterations: 2).Fit(images);
        var scores = transformer.Transform(images);
        transformer.Model.Save(folder.At("model.zip"));

        Assert.NotNull(scores.Schema.GetColumnOrNull("Score"));
        Assert.NotNull(scores.Schema.GetColumnOrNull("Phi"));
        var stock = mlContext.Model.Load(folder.At("model.zip"), out _).Transform(images);
        Assert.NotNull(stock.Schema.GetColumnOrNull("Score"));
    }

    [Fact]
    public void Given_the_readme_its_examples_are_these()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        Assert.Contains(
            "mlContext.WFrame().LoadPixels(\"samples/chelsea.png\", size: 64)",
            readme,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "mlContext.WFrame().Trainers.WFrame(iterations: 40).Fit(images)",
            readme,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "PixelLoader.Load(ImageSource.Expand([\"samples/chelsea.png\"]), pixels).Pixels",
            readme,
            StringComparison.Ordinal
        );
    }
}
