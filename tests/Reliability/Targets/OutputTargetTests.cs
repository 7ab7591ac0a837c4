using WFrame.Cli.Tests;
using WFrame.Testing;

namespace WFrame.Reliability.Tests.Targets;

/// <summary>What stands at --output before, while and after a command writes there.</summary>
public sealed class OutputTargetTests(TrainedRun trained) : IClassFixture<TrainedRun>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Target => folder.At("target");

    public static TheoryData<string> Verbs => ["sample", "export", "evaluate", "gradients"];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Given_other_files_when_overwritten_then_they_stay(string verb)
    {
        Run(verb).Succeeds();
        Write("mine.txt", "theta/mine.txt", "00/mine.png", ".hidden");
        var before = Entries();

        Run(verb, "--overwrite").Succeeds();

        Assert.Equal(before, Entries());
        Assert.Equal("mine", File.ReadAllText(folder.At("target", "theta", "mine.txt")));
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Given_a_folder_of_others_when_overwritten_then_it_is_refused_untouched(string verb)
    {
        Write("mine.txt", $"{verb}.json");

        Run(verb, "--overwrite").Fails(2, "--overwrite refuses", "choose another folder");

        Assert.Equal(
            ["mine.txt", $"{verb}.json"],
            Entries().Order(StringComparer.Ordinal).OrderBy(n => n != "mine.txt")
        );
    }

    [Fact]
    public void Given_fewer_files_than_before_when_overwritten_then_the_old_ones_are_gone()
    {
        Sample("--count", "3").Succeeds();

        Sample("--count", "1", "--overwrite").Succeeds();

        Assert.Equal([".wframe-files", "00.png", "contact-sheet.png", "sample.json"], Entries());
    }

    [Fact]
    public void Given_an_own_picture_of_the_same_name_when_overwritten_then_both_it_and_the_results_stay()
    {
        Sample("--count", "1").Succeeds();
        Write("01.png");

        var refused = Sample("--count", "2", "--overwrite", "--verbosity", "quiet")
            .Fails(1, "01.png", "was not written by this program");

        Assert.Equal("mine", File.ReadAllText(folder.At("target", "01.png")));
        var kept = Assert.Single(Directory.GetDirectories(Target, "unplaced-*"));
        Assert.Contains(kept, refused.Error, StringComparison.Ordinal);
        Assert.Equal(4, Directory.GetFiles(kept).Length);
        Assert.True(File.Exists(folder.At("target", "sample.json")));
    }

    [Fact]
    public void Given_a_file_that_appears_while_drawing_when_done_then_it_stays()
    {
        using var cancellation = new CancellationTokenSource();
        using var error = new Trigger("sampling 32/", () => Write("theirs.txt"));

        Invocation
            .Run(
                error,
                [
                    "sample",
                    trained.Model,
                    "--output",
                    Target,
                    "--count",
                    "33",
                    "--steps",
                    "1",
                    "--verbosity",
                    "diagnostic",
                ],
                cancellation.Token
            )
            .Succeeds();

        Assert.True(error.Fired);
        Assert.Equal("mine", File.ReadAllText(folder.At("target", "theirs.txt")));
        Assert.True(File.Exists(folder.At("target", "32.png")));
    }

    [Fact]
    public void Given_a_link_to_a_folder_when_written_then_the_link_stays_a_link()
    {
        Directory.CreateDirectory(folder.At("real"));
        Directory.CreateSymbolicLink(Target, folder.At("real"));

        Sample("--count", "1").Succeeds();
        SmallRuns.Train(folder.At("target", "run")).Succeeds();

        Assert.NotNull(new DirectoryInfo(Target).LinkTarget);
        Assert.True(File.Exists(folder.At("real", "00.png")) && File.Exists(folder.At("real", "run", "model.zip")));
    }

    [Fact]
    public void Given_a_link_to_nothing_when_written_then_it_is_refused()
    {
        Directory.CreateSymbolicLink(Target, folder.At("nowhere"));

        Sample("--count", "1").Fails(2, "nowhere", "does not exist");
        SmallRuns.Train(Target).Fails(2, "nowhere", "does not exist");
    }

    [Fact]
    public void Given_a_list_that_leads_out_of_the_folder_when_overwritten_then_nothing_outside_is_removed()
    {
        Sample("--count", "1").Succeeds();
        File.WriteAllText(folder.At("outside.txt"), "mine");
        Directory.CreateDirectory(folder.At("elsewhere"));
        File.WriteAllText(folder.At("elsewhere", "a.txt"), "mine");
        Directory.CreateSymbolicLink(folder.At("target", "link"), folder.At("elsewhere"));
        File.AppendAllText(
            folder.At("target", ".wframe-files"),
            $"../outside.txt\n{folder.At("outside.txt")}\nlink/a.txt\n"
        );

        Sample("--count", "1", "--overwrite").Succeeds();

        Assert.True(File.Exists(folder.At("outside.txt")) && File.Exists(folder.At("elsewhere", "a.txt")));
    }

    [Fact]
    public void Given_what_a_killed_command_left_when_repeated_then_it_is_taken_up_without_overwrite()
    {
        Sample("--count", "2").Succeeds();
        // Killed while drawing, and while putting the files in their places.
        Directory.CreateDirectory(folder.At("target", ".wframe-0123.tmp"));
        File.WriteAllText(folder.At("target", ".wframe-0123.tmp", "00.png"), "half");
        File.Delete(folder.At("target", "sample.json"));

        Sample("--count", "1").Succeeds();

        Assert.Equal([".wframe-files", "00.png", "contact-sheet.png", "sample.json"], Entries());
    }

    [Fact]
    public void Given_the_current_folder_when_written_then_it_stays_the_same_folder()
    {
        Directory.CreateDirectory(Target);
        var result = RealProcess.Shell(
            "cd \"$1\" && $WFRAME sample \"$0\" --output . --count 1 --steps 1 --verbosity quiet && test -f ./00.png && ls",
            trained.Model,
            Target
        );

        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Contains("00.png", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_a_failure_when_a_folder_was_made_for_it_then_it_is_gone()
    {
        Invocation.Run("sample", folder.At("missing.zip"), "--output", Target).Fails(2, "missing.zip");

        Assert.False(Directory.Exists(Target));
    }

    private Invocation Sample(params string[] more) =>
        Invocation.Run(["sample", trained.Model, "--output", Target, "--steps", "1", .. more]);

    private Invocation Run(string verb, params string[] more) =>
        Invocation.Run(
            verb switch
            {
                "sample" => ["sample", trained.Model, "--output", Target, "--count", "1", "--steps", "1", .. more],
                "export" => ["export", trained.Model, "--output", Target, .. more],
                "gradients" =>
                [
                    "trunk",
                    "gradients",
                    Path.Combine(Repository.Root, "models", "vgg16_conv4.onnx"),
                    "--output",
                    Target,
                    .. more,
                ],
                _ =>
                [
                    "evaluate",
                    "--generated",
                    trained.Path,
                    "--reference",
                    SmallRuns.Photograph,
                    "--metrics",
                    "response-distance",
                    "--output",
                    Target,
                    .. more,
                ],
            }
        );

    private void Write(params string[] names)
    {
        foreach (var name in names)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder.At("target", name))!);
            File.WriteAllText(folder.At("target", name), "mine");
        }
    }

    private string[] Entries() =>
        [
            .. Directory
                .GetFiles(Target, "*", SearchOption.AllDirectories)
                .Select(f => Path.GetRelativePath(Target, f))
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>Acts once, as soon as a text is written.</summary>
    private sealed class Trigger(string text, Action act) : StringWriter
    {
        public bool Fired { get; private set; }

        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (!Fired && value?.StartsWith(text, StringComparison.Ordinal) == true)
            {
                Fired = true;
                act();
            }
        }
    }
}
