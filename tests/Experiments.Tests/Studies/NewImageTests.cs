using WFrame.Experiments.Studies;
using WFrame.Metrics;
using WFrame.Pipeline.Tests.Metrics;
using WFrame.Testing;
using WFrame.Trunks;

namespace WFrame.Experiments.Tests.Studies;

public sealed class NewImageTests
{
    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 0)]
    // Not where a group begins.
    [InlineData(false, 1)]
    public void GivenNumbersOfSteps_WhenDrawnOnTheWay_ThenToTheBitAsDrawnOneByOne(bool fixedTheta, int first)
    {
        using var training = new TinyTraining();
        var model = training.Fit();
        int[] lengths = [1, 4, 9];
        var how = new SamplingOptions { FixedTheta = fixedTheta, FirstChain = first };

        var drawn = LongDraw.Of(model, training.Engine, component: 1, count: 3, lengths, how);

        foreach (var (length, images) in lengths.Zip(drawn))
        {
            var alone = model.Sample(training.Engine, 1, 3, how with { Steps = length });
            Assert.Equal(alone.Values.ToArray(), images.Values.ToArray());
        }
        Assert.NotEqual(drawn[0].Values.ToArray(), drawn[2].Values.ToArray());
    }

    [Fact]
    public void GivenTheChainsOfATraining_WhenMeasured_ThenTheRThatItRecorded()
    {
        using var training = new TinyTraining();
        var model = training.Fit();
        using var measures = new ImageMeasures(Trunk.Vgg16Conv4(), new EngineOptions());

        var distance = ImageMeasures.R(
            measures.Means(model.Components[0].Chains),
            measures.Means(TinyTraining.Images(1))
        );

        var recorded = model.History.Last(r => r.Component == "a").ResponseDistance;
        Assert.Equal(recorded, distance, recorded * 1e-5);
    }

    [Fact]
    public void GivenImagesThatWereLearned_WhenTheNearestIsSought_ThenTheyAreCopies()
    {
        using var measures = new ImageMeasures(Trunk.Vgg16Conv4(), new EngineOptions());

        var nearest = measures.Nearest(TinyTraining.Images(1), TinyTraining.Images(1));

        Assert.Equal((0, 2), (nearest.Max, nearest.Copies));
    }

    [Fact]
    public void GivenFeatures_WhenTheirKernelDistanceIsTaken_ThenNearZeroForOneLawAndLargeForTwo()
    {
        var (first, second) = (Gaussian(1), Gaussian(2));
        var far = new FeatureMatrix(second.Values.ToArray().Select(v => v + 2).ToArray(), second.Rows, second.Columns);

        Assert.True(ImageMeasures.Kernel(first, far) > 20 * Math.Abs(ImageMeasures.Kernel(first, second)));
        Assert.Equal(ImageMeasures.Kernel(first, far), ImageMeasures.Kernel(far, first), 9);

        static FeatureMatrix Gaussian(int seed) => SyntheticFeatures.Gaussian(60, 5, seed);
    }

    [Fact]
    public void GivenASetOfImages_WhenDrawnInParts_ThenNoneIsInTwo()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.At("some"));
        foreach (var i in Enumerable.Range(0, 5))
        {
            File.Copy(Repository.Sample("chelsea.png"), folder.At("some", $"{i}.png"));
        }
        var images = new ExperimentImages(folder.Path, Trunk.VggMean);

        var parts = images.DrawParts("some", [2, 1, 2], size: 8, seed: 1);

        Assert.Equal([2, 1, 2], parts.Select(p => p.Count));
        Assert.Equal(5, parts.SelectMany(images.FilesOf).Distinct().Count());
        Assert.Throws<UsageException>(() => images.DrawParts("some", [3, 3], size: 8, seed: 1));
    }
}
