using WFrame.Cli.Options;
using WFrame.Cli.Verbs.Evaluate;
using WFrame.Evaluation.Catalog;

namespace WFrame.Cli.Tests.Options;

public sealed class HelpTests
{
    public static TheoryData<string> Paths =>
        [
            "train",
            "watch",
            "sample",
            "score",
            "evaluate",
            "inspect",
            "export",
            "trunk build",
            "trunk cut",
            "trunk gradients",
            "doctor",
        ];

    [Theory]
    [MemberData(nameof(Paths))]
    public void Given_a_verb_when_asked_for_help_then_every_option_and_an_example_are_there(string path)
    {
        var spec = path.Split(' ').Aggregate(VerbTable.Root, (verb, name) => verb.Verbs.Single(v => v.Name == name));

        var help = Invocation.Run([.. path.Split(' '), "--help"]).Succeeds().Out;

        Assert.Contains($"Usage:\n  wframe {path}", help, StringComparison.Ordinal);
        Assert.Contains(
            $"  wframe {path}",
            help[help.IndexOf("Example", StringComparison.Ordinal)..],
            StringComparison.Ordinal
        );
        Assert.All(spec.Options, o => Assert.Contains($"\n  {o.Name} ", help + " ", StringComparison.Ordinal));
        Assert.All(help.Split('\n'), line => Assert.True(line.Length <= 120, line));
    }

    [Theory]
    [InlineData(
        "train",
        "output method theta size preset iterations steps step-size learning-rate penalty reference-sigma noise-sigma chains crop crops images-per-model models by-class clip-theta init seed device threads checkpoint-every resume overwrite json verbosity config skip-bad-images trunk"
    )]
    [InlineData("sample", "output count steps component size seed json")]
    [InlineData("score", "output json skip-bad-images")]
    [InlineData("evaluate", "generated reference metrics inception output json")]
    public void Given_the_contract_when_compared_then_every_option_exists(string verb, string options)
    {
        var known = VerbTable.Root.Verbs.Single(v => v.Name == verb).Options.Select(o => o.Name).ToHashSet();

        Assert.All(options.Split(' '), option => Assert.Contains($"--{option}", known));
    }

    [Fact]
    public void Given_one_more_metric_when_asked_for_help_then_it_is_named_without_another_line()
    {
        var verb = EvaluateVerb.For(new MetricCatalog([.. MetricCatalog.Default.All, new Sharpness()]));

        var help = HelpText.Of(verb, "wframe evaluate");

        Assert.Matches(@"prc,\s+pixel-diversity,\s+nearest-image,\s+sharpness,\s+or\s+all", help);
        Assert.Matches(@"inception-score,fid,kid,prc,sharpness\.", help);
        Assert.Matches(@"every\s+metric\s+but\s+inception-score\s+and\s+pixel-diversity\s+and\s+sharpness", help);
    }

    [Fact]
    public void Given_every_example_when_parsed_then_it_is_valid()
    {
        var verbs = VerbTable.Root.Verbs.SelectMany(v => v.Verbs.Prepend(v));

        Assert.All(
            verbs.SelectMany(v => v.Examples),
            example =>
            {
                // The run of an example is not there, whose options are its images.
                var words = example.Replace("--config runs/cat/run.json", "a.png", StringComparison.Ordinal).Split(' ');
                var line = CommandLine.Find(words[1..]);
                if (line.Text is null)
                {
                    line.Parse(Invocation.Nowhere, CancellationToken.None);
                }
            }
        );
    }

    private sealed record Sharpness() : Metric("sharpness", MetricNeeds.Features)
    {
        public override MetricResult Compute(MetricInputs inputs) => new(this, inputs.Features, []);
    }
}
