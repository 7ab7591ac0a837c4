using WFrame.Cli.Consoles;
using WFrame.Cli.Options;
using WFrame.Cli.Output;
using WFrame.Learning;
using WFrame.Runs;

namespace WFrame.Cli.Verbs.Train;

/// <summary>wframe train: images to a run folder.</summary>
internal static class TrainVerb
{
    public static Verb Verb { get; } =
        new("train", "Learns a model from images and draws new images from it.", Run, TrainOptions.All)
        {
            Positional = Verb.Takes(
                "IMAGES",
                "Files, folders, globs, a folder with one sub-folder a class, cifar10:FOLDER (binary batches), @list.txt.",
                many: true
            ),
            Examples =
            [
                "wframe train samples/chelsea.png --crops 9 --output runs/cat",
                "wframe train faces/ --preset celeba --images-per-model 9 --output runs/faces --json",
                "wframe train samples/chelsea.png --crops 9 --output runs/cat3 --serve",
                "wframe train --config runs/cat/run.json --seed 2 --output runs/cat2",
            ],
        };

    private static int Run(VerbCall call)
    {
        var request = TrainOptions.Request(call);
        Outputs.RequireWritable(request.Output);
        using var page = TrainOptions.Port(call) is { } port ? new LivePage(port) : null;
        var plan = TrainingPlan.Create(request, call.Say.Notice, call.Cancellation);
        foreach (var reason in plan.Skipped)
        {
            call.Say.Notice($"left out: {reason}");
        }
        if (page is not null)
        {
            call.Say.Notice($"the report is at {page.Address} while it trains.");
        }
        var reached = default(int?);
        try
        {
            var outcome = call.Say.Progress.Run(
                "training",
                report =>
                    TrainingRun.ExecuteShown(
                        plan,
                        new Reporter<WFrameProgress>(p =>
                        {
                            reached = p.Iteration;
                            report(new Stage("", p.Iteration, p.Iterations) { Note = Note(p.Records) });
                        }),
                        call.Say.Notice,
                        page is null ? null : page.Show,
                        call.Cancellation
                    )
            );
            return Finish(call, plan, outcome);
        }
        catch (OperationCanceledException e)
        {
            var state = reached is { } iteration
                ? $" after iteration {iteration} of {plan.Iterations}; a checkpoint was written to {request.Output}, continue"
                : "; go on";
            throw new InterruptedException($"interrupted{state} with --resume.", e);
        }
    }

    private static string Note(IReadOnlyList<IterationRecord> records) =>
        records.Count == 0
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture,
                $"R {records.Average(r => r.ResponseDistance):0.00} Phi {records.Average(r => r.PhiSynthesized):0.000e0}"
            );

    private static int Finish(VerbCall call, TrainingPlan plan, TrainingOutcome outcome)
    {
        var iterations = outcome.Model.Components.Max(c => c.Iterations);
        var done = call.Done(
            new JsonObject
            {
                ["schema"] = "wframe.train/1",
                ["run"] = outcome.Run.Path,
                ["model"] = outcome.Run.Model,
                ["components"] = outcome.Model.Components.Count,
                ["iterations"] = iterations,
                ["responseDistance"] = Mean(r => r.ResponseDistance),
                ["newImages"] = TrialJson.Of(outcome.Model.Components[0]),
                ["phi"] = Mean(r => r.PhiSynthesized),
                ["gradientRms"] = Mean(r => r.GradientRms),
                ["diverged"] = outcome.Diverged,
                ["seconds"] = Math.Round(outcome.Seconds, 3),
                ["skipped"] = new JsonArray([.. plan.Skipped.Select(s => JsonValue.Create(s))]),
            },
            () => call.Say.Result(Rows())
        );
        if (!outcome.Diverged)
        {
            return done;
        }
        call.Say.Problem(
            $"training diverged after iteration {iterations} of {plan.Options.Iterations}; the last good state is kept in {outcome.Run.Path}; lower --learning-rate or --step-size."
        );
        return ExitCodes.Diverged;

        JsonNode? Mean(Func<IterationRecord, double> value) => outcome.Last.Count == 0 ? null : outcome.Mean(value);

        IEnumerable<(string, string)> Rows()
        {
            yield return ("run", outcome.Run.Path);
            yield return ("model", outcome.Run.Model);
            yield return ("report", outcome.Run.Report);
            yield return ("components", $"{outcome.Model.Components.Count}");
            yield return ("iterations", $"{iterations}");
            if (outcome.Last.Count > 0)
            {
                yield return ("response distance R", Invariant($"{outcome.Mean(r => r.ResponseDistance):0.000}"));
                if (outcome.NewImages is { } drawn)
                {
                    yield return (
                        "R of new images",
                        Invariant($"{drawn.ResponseDistance:0.000} after {drawn.Steps} steps")
                    );
                }
                yield return ("Phi of the chains", Invariant($"{outcome.Mean(r => r.PhiSynthesized):0.0000e0}"));
                yield return ("gradient rms", Invariant($"{outcome.Mean(r => r.GradientRms):0.00}"));
            }
            yield return ("engine", outcome.Engine);
            yield return ("seconds", Invariant($"{outcome.Seconds:0.0}"));
        }
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
