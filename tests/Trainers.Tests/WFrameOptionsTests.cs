namespace WFrame.Trainers.Tests;

public class WFrameOptionsTests
{
    public static TheoryData<string, WFrameOptions> Bad =>
        new()
        {
            {
                "--iterations",
                new WFrameOptions { Iterations = 0 }
            },
            {
                "--steps",
                new WFrameOptions { Steps = -1 }
            },
            {
                "--chains",
                new WFrameOptions { Chains = 0 }
            },
            {
                "--threads",
                new WFrameOptions { Threads = -1 }
            },
            {
                "--step-size",
                new WFrameOptions { StepSize = double.NaN }
            },
            {
                "--step-size",
                new WFrameOptions { StepSize = 2 }
            },
            {
                "--learning-rate",
                new WFrameOptions { LearningRate = 0 }
            },
            {
                "--learning-rate",
                new WFrameOptions { LearningRate = double.PositiveInfinity }
            },
            {
                "--penalty",
                new WFrameOptions { Penalty = -1 }
            },
            {
                "--reference-sigma",
                new WFrameOptions { ReferenceSigma = 0 }
            },
            {
                "--noise-sigma",
                new WFrameOptions { NoiseSigma = double.NaN }
            },
            {
                "--clip-theta",
                new WFrameOptions { ClipTheta = -0.1 }
            },
        };

    [Theory]
    [MemberData(nameof(Bad))]
    public void Given_a_value_outside_its_range_the_message_names_option_and_range(string option, WFrameOptions options)
    {
        var message = Assert.Throws<UsageException>(options.Validate).Message;
        Assert.StartsWith(option, message, StringComparison.Ordinal);
        Assert.Contains("give a", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_a_preset_its_options_are_valid()
    {
        Assert.All(Presets.Names, name => Presets.Options(name).Validate());
        Assert.Throws<UsageException>(() => Presets.Options("faces"));
    }

    [Fact]
    public void Given_frame_the_penalty_is_off() =>
        Assert.Equal(0, new WFrameOptions { Method = WFrameMethod.Frame, Penalty = 60 }.Beta);
}
