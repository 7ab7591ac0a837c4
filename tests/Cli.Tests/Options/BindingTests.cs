using WFrame.Cli.Options;
using WFrame.Cli.Verbs.Train;
using WFrame.Runs;

namespace WFrame.Cli.Tests.Options;

public sealed class BindingTests
{
    /// <summary>Options of train that are no member of anything: the verb reads them itself.</summary>
    private static readonly string[] ReadByName =
    [
        "Preset",
        "FromModel",
        "Resume",
        "Overwrite",
        "Json",
        "Config",
        "Verbosity",
        "Serve",
    ];

    [Fact]
    public void Given_an_option_of_train_then_it_names_a_member_of_its_type()
    {
        Type[] targets =
        [
            typeof(TrainingRequest),
            typeof(WFrameOptions),
            typeof(EngineOptions),
            typeof(PixelOptions),
            typeof(ComponentGrouping),
        ];

        Assert.All(
            VerbTable.Root.Verbs.Single(v => v.Name == "train").Settings.Where(s => !ReadByName.Contains(s.Member)),
            setting =>
            {
                var value = ((System.CommandLine.Option)setting).ValueType;
                var types = targets.Where(t => (setting.Target ?? t) == t).Select(t => t.GetProperty(setting.Member));
                var members = types.OfType<System.Reflection.PropertyInfo>().ToArray();
                Assert.True(members.Length > 0, $"{setting.Name} sets nothing");
                Assert.All(
                    members,
                    m => Assert.Equal(value, Nullable.GetUnderlyingType(m.PropertyType) ?? m.PropertyType)
                );
            }
        );
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7, "--seed", "7")]
    public void Given_a_seed_or_none_then_crops_and_chains_have_the_same(ulong seed, params string[] more)
    {
        var line = CommandLine.Find(["train", "a.png", "--output", "x", .. more]);

        var request = TrainOptions.Request(line.Parse(Invocation.Nowhere, CancellationToken.None));

        Assert.Equal((seed, seed), (request.Options.Seed, request.Pixels.Seed));
    }

    [Fact]
    public void Given_several_values_out_of_range_when_trained_then_all_are_told_as_options()
    {
        var run = Invocation.Run(
            "train",
            "a.png",
            "--output",
            "x",
            "--steps",
            "0",
            "--init",
            "data",
            "--penalty",
            "-1"
        );

        run.Fails(2, "--steps 0 is too small", "--penalty -1 is not allowed");
    }

    [Fact]
    public void Given_a_sentence_of_the_library_then_members_become_options_but_for_those_in_paths()
    {
        var train = VerbTable.Root.Verbs.Single(v => v.Name == "train");

        var sentence = train.InOptions(
            "Models 2 needs ImagesPerModel in /Models/Models.zip",
            ["Models", "ImagesPerModel"]
        );

        Assert.Equal("--models 2 needs --images-per-model in /Models/Models.zip", sentence);
    }

    [Theory]
    [InlineData(nameof(WFrameOptions.Beta))]
    [InlineData(nameof(WFrameOptions.LearningRate))]
    [InlineData(nameof(WFrameOptions.StepSize))]
    [InlineData(nameof(WFrameOptions.NoiseSigma))]
    [InlineData(nameof(WFrameOptions.Iterations))]
    [InlineData(nameof(WFrameOptions.AnnealingIterations))]
    [InlineData(nameof(WFrameOptions.Initialization))]
    [InlineData(nameof(PixelOptions.CropSide))]
    public void Given_a_member_that_a_report_names_then_it_is_an_option_of_train(string member) =>
        Assert.Equal(
            $"--{RunCommand.Option(member)}",
            VerbTable.Root.Verbs.Single(v => v.Name == "train").Settings.Single(s => s.Member == member).Name
        );
}
