namespace WFrame.Trainers.Tests;

public class WFrameOptionsTests
{
    public static TheoryData<string, Action> Bad =>
        new()
        {
            { "Iterations 0", () => _ = new WFrameOptions { Iterations = 0 } },
            { "Steps -1", () => _ = new WFrameOptions { Steps = -1 } },
            { "AnnealingIterations -1", () => _ = new WFrameOptions { AnnealingIterations = -1 } },
            { "AnnealingSteps -1", () => _ = new WFrameOptions { AnnealingSteps = -1 } },
            { "Chains 0", () => _ = new WFrameOptions { Chains = 0 } },
            { "Threads -1", () => _ = new EngineOptions { Threads = -1 } },
            { "Threads 1025", () => _ = new EngineOptions { Threads = 1025 } },
            { "StepSize NaN", () => _ = new WFrameOptions { StepSize = double.NaN } },
            { "StepSize 0", () => _ = new WFrameOptions { StepSize = 0 } },
            { "StepSize 2", () => _ = new WFrameOptions { StepSize = 2 } },
            { "LearningRate 0", () => _ = new WFrameOptions { LearningRate = 0 } },
            {
                $"LearningRate {double.PositiveInfinity}",
                () => _ = new WFrameOptions { LearningRate = double.PositiveInfinity }
            },
            { "Beta -1", () => _ = new WFrameOptions { Beta = -1 } },
            { "ReferenceSigma 0", () => _ = new WFrameOptions { ReferenceSigma = 0 } },
            { "NoiseSigma NaN", () => _ = new WFrameOptions { NoiseSigma = double.NaN } },
            { "NoiseSigma -1", () => _ = new WFrameOptions { NoiseSigma = -1 } },
            { "ClipTheta -0.1", () => _ = new WFrameOptions { ClipTheta = -0.1 } },
            { "Steps -1", () => _ = new SamplingOptions { Steps = -1 } },
            { "FirstChain -1", () => _ = new SamplingOptions { FirstChain = -1 } },
        };

    public static TheoryData<string, Action> Undefined =>
        new()
        {
            { "Method 9", () => _ = new WFrameOptions { Method = (WFrameMethod)9 } },
            { "Theta 9", () => _ = new WFrameOptions { Theta = (ThetaForm)9 } },
            { "Initialization 9", () => _ = new WFrameOptions { Initialization = (ChainInitialization)9 } },
            { "Start 9", () => _ = new SamplingOptions { Start = (SamplingStart)9 } },
        };

    [Theory]
    [MemberData(nameof(Bad))]
    [MemberData(nameof(Undefined))]
    public void Given_a_value_outside_its_range_the_message_names_member_value_and_range(string named, Action set)
    {
        var error = Assert.Throws<UsageException>(set);
        Assert.StartsWith(named, error.Message, StringComparison.Ordinal);
        Assert.Equal([named.Split(' ')[0]], error.Members);
        Assert.Matches(": (give a|choose one of) ", error.Message);
    }

    [Fact]
    public void Given_options_when_copied_with_a_bad_value_they_are_refused() =>
        Assert.Throws<UsageException>(() => new WFrameOptions() with { Steps = 0 });

    [Fact]
    public void Given_the_smallest_values_allowed_they_are_taken()
    {
        var least = new WFrameOptions
        {
            Iterations = 1,
            Steps = 1,
            Chains = 1,
            StepSize = 1.999,
            Beta = 0,
            NoiseSigma = 0,
            ClipTheta = 1e-9,
        };
        Assert.Equal(1, least.Steps);
        Assert.Null((least with { ClipTheta = null }).ClipTheta);
    }

    [Fact]
    public void Given_a_preset_its_options_are_valid()
    {
        Assert.All(Presets.Names, name => Assert.Equal(name == "texture" ? 4 : 9, Presets.Options(name).Chains));
        Assert.Throws<UsageException>(() => Presets.Options("faces"));
    }

    [Fact]
    public void Given_frame_beta_is_zero_in_effect()
    {
        var options = new WFrameOptions { Method = WFrameMethod.Frame, Beta = 60 };
        Assert.Equal((60, 0), (options.Beta, options.EffectiveBeta));
        Assert.Equal(60, (options with { Method = WFrameMethod.WFrame }).EffectiveBeta);
    }
}
