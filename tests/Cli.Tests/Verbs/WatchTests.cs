using WFrame.Files;
using WFrame.Learning;
using WFrame.Runs;
using WFrame.Testing;

namespace WFrame.Cli.Tests.Verbs;

/// <summary>A run folder that grows, or does not, as wframe watch sees it.</summary>
public sealed class WatchTests(TrainedRun trained) : IClassFixture<TrainedRun>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Given_a_run_that_ended_when_watched_then_its_last_iteration_is_told()
    {
        var watched = Invocation.Run("watch", trained.Path, "--json").Succeeds();

        Assert.Equal("wframe.watch/1", (string)watched.Json["schema"]!);
        Assert.Equal(
            (2, 2, true),
            ((int)watched.Json["iteration"]!, (int)watched.Json["iterations"]!, (bool)watched.Json["finished"]!)
        );
        Assert.Equal((double)trained.Result.Json["responseDistance"]!, (double)watched.Json["responseDistance"]!, 1e-9);
        Assert.Equal(Path.Combine(trained.Path, "report.html"), (string)watched.Json["report"]!);
        Assert.Empty(watched.Error);
    }

    [Fact]
    public void Given_no_run_folder_when_watched_then_one_sentence_says_so()
    {
        Invocation.Run("watch", folder.At("missing")).Fails(2, "missing", "not a run folder");
        Invocation.Run("watch", folder.Path).Fails(2, "not a run folder", "run.json");
        Invocation.Run("watch").Fails(2, "RUN is missing");
    }

    [Fact]
    public void Given_a_damaged_description_or_history_when_watched_then_the_file_is_named()
    {
        var run = Running(4);
        File.AppendAllText(run.History, "{\"iteration\":\n");
        Invocation.Run("watch", run.Path).Fails(2, "history.jsonl");
        File.WriteAllText(run.Description, "{}");
        Invocation.Run("watch", run.Path).Fails(2, "run.json");
    }

    [Fact]
    public void Given_a_training_at_work_when_it_ends_then_watching_ends()
    {
        var run = Running(4);
        HistoryFile.Write(run.History, Records(1, 2));
        var training = new OwnedFolder(run.Path, "wframe train");
        using var error = new Wire(
            ("iteration 2/4 R 8.00 (20 s left)", () => HistoryFile.Append(run.History, Records(3, 3))),
            ("iteration 3/4 R 7.00 (10 s left)", training.Dispose)
        );

        var watched = Invocation.Run(error, ["watch", run.Path, "--verbosity", "diagnostic"], default).Succeeds();

        Assert.Equal(2, error.Seen);
        Assert.Contains("--resume", watched.Error, StringComparison.Ordinal);
        Assert.Contains("finished          no", watched.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_new_images_that_were_drawn_on_the_way_then_the_last_ones_R_is_told_beside_that_of_the_chains()
    {
        var run = Running(4);
        var training = new OwnedFolder(run.Path, "wframe train");
        HistoryFile.Write(
            run.History,
            Records(1, 2).Select(r => r with { NewImagesDistance = r.Iteration == 1 ? 30.25 : null })
        );
        using var error = new Wire(("iteration 2/4 R 8.00, of new images 30.25 (", training.Dispose));

        var watched = Invocation.Run(error, ["watch", run.Path, "--verbosity", "diagnostic"], default).Succeeds();

        Assert.Equal(1, error.Seen);
        Assert.Contains("newImages         30.25", watched.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_a_coarser_level_at_work_then_its_iterations_are_told_until_the_run_itself_begins()
    {
        var run = Running(4);
        var training = new OwnedFolder(run.Path, "wframe train");
        foreach (var size in new[] { "8", "16" })
        {
            Directory.CreateDirectory(folder.At("levels", size));
            File.Copy(run.Description, folder.At("levels", size, "run.json"));
        }
        var level = new RunFolder(folder.At("levels", "16"));
        var coarser = new OwnedFolder(level.Path, "wframe train");
        HistoryFile.Write(level.History, Records(1, 3));
        using var error = new Wire(
            (
                "iteration 3/4 at 16 px, R 7.00 (",
                () =>
                {
                    coarser.Dispose();
                    HistoryFile.Write(run.History, Records(1, 2));
                }
            ),
            ("iteration 2/4 R 8.00 (", training.Dispose)
        );

        var watched = Invocation.Run(error, ["watch", run.Path, "--verbosity", "diagnostic"], default).Succeeds();

        Assert.Equal(2, error.Seen);
        Assert.Contains("iteration         2", watched.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_ctrl_c_when_watching_then_it_stops_and_says_that_the_training_goes_on()
    {
        var run = Running(4);
        HistoryFile.Write(run.History, Records(1, 2));
        using var training = new OwnedFolder(run.Path, "wframe train");
        using var cancellation = new CancellationTokenSource();
        using var error = new Wire(("iteration 2/4", cancellation.Cancel));

        var watched = Invocation.Run(error, ["watch", run.Path, "--verbosity", "diagnostic"], cancellation.Token);

        Assert.Equal(ExitCodes.Interrupted, watched.Code);
        Assert.Contains("at iteration 2 of 4; the training goes on", watched.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_annealed_iterations_with_more_steps_then_the_time_left_counts_steps()
    {
        var run = Running(6, ("annealingIterations", 2), ("annealingSteps", 6));
        HistoryFile.Write(run.History, Records(1, 3));
        using var training = new OwnedFolder(run.Path, "wframe train");

        // 10 s for two steps: one iteration of 2 and two of 6 are 14.
        Assert.Equal(70, new RunWatch(run).Look().Left!.Value.TotalSeconds, 1e-6);
    }

    [Fact]
    public void Given_half_a_line_or_a_history_written_anew_then_only_whole_records_are_read()
    {
        var path = folder.At("history.jsonl");
        var position = 0L;
        HistoryFile.Write(path, Records(1, 3));
        var text = File.ReadAllText(path);
        File.WriteAllText(path, text[..^20]);

        Assert.Equal([1, 2], HistoryFile.ReadOn(path, ref position).Select(r => r.Iteration));
        File.WriteAllText(path, text);
        Assert.Equal([3], HistoryFile.ReadOn(path, ref position).Select(r => r.Iteration));
        Assert.Empty(HistoryFile.ReadOn(path, ref position));
        HistoryFile.Write(path, Records(1, 1));
        Assert.Equal([1], HistoryFile.ReadOn(path, ref position).Select(r => r.Iteration));
    }

    /// <summary>A folder with the description of a run, and no training.</summary>
    private RunFolder Running(int iterations, params (string Option, int Value)[] more)
    {
        var description = JsonNode.Parse(File.ReadAllText(Path.Combine(trained.Path, "run.json")))!;
        foreach (var (option, value) in more.Append(("iterations", iterations)))
        {
            description["options"]![option] = value;
        }
        File.WriteAllText(folder.At("run.json"), description.ToJsonString());
        return RunFolder.Open(folder.Path);
    }

    /// <summary>Iterations of ten seconds.</summary>
    private static IEnumerable<IterationRecord> Records(int from, int to) =>
        Enumerable
            .Range(from, to - from + 1)
            .Select(t => new IterationRecord
            {
                Iteration = t,
                Component = "model",
                ResponseDistance = 10 - t,
                PhiSynthesized = 1,
                PhiObserved = 1,
                GradientRms = 1,
                Penalty = 1,
                ThetaNorm = 1,
                StepSize = 0.2,
                Seconds = 10 * t,
            });

    /// <summary>Does something when a line is written, one after the other.</summary>
    private sealed class Wire(params (string Line, Action Then)[] steps) : StringWriter
    {
        public int Seen { get; private set; }

        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (Seen < steps.Length && value?.StartsWith(steps[Seen].Line, StringComparison.Ordinal) == true)
            {
                steps[Seen++].Then();
            }
        }
    }
}
