using WFrame.Cli.Consoles;
using WFrame.Cli.Options;
using WFrame.Files;
using WFrame.Runs;

namespace WFrame.Cli.Verbs.Train;

/// <summary>wframe watch: how far a training is that another process does.</summary>
internal static class WatchVerb
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(0.5);

    public static Verb Verb { get; } =
        new("watch", "Shows iteration, R and time left of a training in another terminal, until it ends.", Run)
        {
            Positional = Verb.Takes("RUN", "Run folder of a training, at work or ended."),
            Examples = ["wframe watch runs/cat", "wframe watch runs/cat --json --verbosity quiet"],
        };

    private static int Run(VerbCall call)
    {
        // A training that loads its images has locked its folder and written nothing yet.
        while (!RunFolder.IsRun(call.Argument) && OwnedFolder.IsInUse(call.Argument))
        {
            Pause(call, "before its beginning");
        }
        var run = RunFolder.Open(call.Argument);
        var watch = new RunWatch(run);
        var state = call.Say.Progress.Run("iteration", report => Watch(call, watch, report), knowsLeft: true);
        if (!state.IsFinished)
        {
            call.Say.Notice("the training ended before its last iteration; the same command with --resume goes on.");
        }
        return call.Done(
            new JsonObject
            {
                ["schema"] = "wframe.watch/1",
                ["run"] = run.Path,
                ["iteration"] = state.Iteration,
                ["iterations"] = state.Iterations,
                ["responseDistance"] = state.ResponseDistance,
                ["newImages"] = state.NewImagesDistance,
                ["finished"] = state.IsFinished,
                ["report"] = File.Exists(run.Report) ? run.Report : null,
            }
        );
    }

    private static RunState Watch(VerbCall call, RunWatch watch, Action<Stage> report)
    {
        for (var shown = ((string?)null, -1); ; )
        {
            var state = watch.Look();
            if (!state.IsRunning)
            {
                return state;
            }
            if ((state.Level, state.Iteration) != shown)
            {
                shown = (state.Level, state.Iteration);
                report(
                    new Stage(state.Level ?? "", state.Iteration, state.Iterations)
                    {
                        Note = At(state, "at {0} px, ") + Distances(state),
                        Left = state.Left,
                    }
                );
            }
            Pause(call, $"at iteration {state.Iteration} of {state.Iterations}{At(state, " at {0} px")}");
        }
    }

    /// <summary>A coarser level, which counts for itself; nothing at the run's own size.</summary>
    private static string At(RunState state, string format) =>
        state.Level is { } level ? string.Format(CultureInfo.InvariantCulture, format, level) : "";

    private static string Distances(RunState state) =>
        (state.ResponseDistance, state.NewImagesDistance) switch
        {
            ({ } r, { } drawn) => FormattableString.Invariant($"R {r:0.00}, of new images {drawn:0.00}"),
            ({ } r, null) => FormattableString.Invariant($"R {r:0.00}"),
            _ => "",
        };

    private static void Pause(VerbCall call, string where)
    {
        if (call.Cancellation.WaitHandle.WaitOne(BetweenLooks))
        {
            throw new InterruptedException(
                $"stopped watching {where}; the training goes on.",
                new OperationCanceledException(call.Cancellation)
            );
        }
    }
}
