namespace WFrame.Experiments.Tests;

public sealed class SettingTests
{
    [Theory]
    [InlineData("celeba", 1e-3, 0.2, 64)]
    [InlineData("bedroom", 1e-3, 0.15, 64)]
    [InlineData("cifar10", 2e-3, 0.15, 32)]
    public void GivenThePaperSetting_WhenLookedUp_ThenTheConstantsThatItPrints(
        string set,
        double lambda,
        double delta,
        int size
    )
    {
        var options = StudySettings.Of(StudySettings.Paper, set);

        Assert.Equal((lambda, delta, 60), (options.LearningRate, options.StepSize, options.Beta));
        Assert.Equal((100, 50, 9), (options.Iterations, options.Steps, options.Chains));
        Assert.Equal(options, Presets.Options(set));
        Assert.Equal(new ImageSize(size, size), Presets.Size(set));
        Assert.EndsWith(
            "as the paper prints them.",
            StudySettings.Describe(StudySettings.Paper, set),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void GivenOurSetting_WhenLookedUp_ThenItsLargerStepsAreSaid()
    {
        Assert.Equal(1.5e-3, StudySettings.Of(StudySettings.Ours, "celeba").LearningRate);
        Assert.Equal(0.2, StudySettings.Of(StudySettings.Ours, "cifar10").StepSize);
        Assert.Contains(
            "larger than the paper's",
            StudySettings.Describe(StudySettings.Ours, "celeba"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "as the paper prints",
            StudySettings.Describe(StudySettings.Ours, "bedroom"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void GivenSeedsOfOtherImages_WhenCompared_ThenThatIsSaid() =>
        Assert.Equal(
            ["FRAME, wFRAME: no image was given to two seeds."],
            ImageOverlap.Sentences([
                ("FRAME", 1, ["a", "b"]),
                ("FRAME", 2, ["c", "d"]),
                ("wFRAME", 1, ["a", "b"]),
                ("wFRAME", 2, ["c", "d"]),
                ("one seed", 1, ["a"]),
            ])
        );

    [Fact]
    public void GivenSeedsThatShareImages_WhenCompared_ThenWhichAndHowMany() =>
        Assert.Equal(
            ["FRAME: seeds 1 and 3 share 1 of 2 images; those are no independent repetitions."],
            ImageOverlap.Sentences([("FRAME", 1, ["a", "b"]), ("FRAME", 2, ["c", "d"]), ("FRAME", 3, ["b", "e"])])
        );
}
