using WFrame.Learning;
using WFrame.Reports;
using WFrame.Sampling;

namespace WFrame.Runs;

/// <summary>
/// Drives a training and writes its run folder as it goes: history after every iteration, contact sheets now and then,
/// checkpoints, and at the end the samples, the model and the report. Killed at any moment it leaves whole files only.
/// </summary>
public static class TrainingRun
{
    /// <summary>Runs a plan to its end.</summary>
    /// <param name="plan">What to do.</param>
    /// <param name="progress">Told after each iteration, and once at the start of a resumed run.</param>
    /// <param name="notice">Told sentences that the user should see once.</param>
    /// <param name="cancellation">Stops within one Langevin step, writes a checkpoint, then throws.</param>
    /// <exception cref="UsageException">
    /// The checkpoint is of another training, the device does not exist, or another process trains in the folder; nothing
    /// was written.
    /// </exception>
    /// <exception cref="InvalidContentException">No checkpoint of the run to be resumed is whole.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; a checkpoint was written.</exception>
    public static TrainingOutcome Execute(
        TrainingPlan plan,
        IProgress<WFrameProgress>? progress = null,
        Action<string>? notice = null,
        CancellationToken cancellation = default
    ) => ExecuteShown(plan, progress, notice, shown: null, cancellation);

    /// <summary>The same, and somebody may look on.</summary>
    /// <inheritdoc cref="Execute"/>
    /// <param name="plan">What to do.</param>
    /// <param name="progress">Told after each iteration, and once at the start of a resumed run.</param>
    /// <param name="notice">Told sentences that the user should see once.</param>
    /// <param name="shown">Given, before the first iteration, what makes the report of the moment, on any thread.</param>
    /// <param name="cancellation">Stops within one Langevin step.</param>
    internal static TrainingOutcome ExecuteShown(
        TrainingPlan plan,
        IProgress<WFrameProgress>? progress,
        Action<string>? notice,
        Action<Func<string>>? shown,
        CancellationToken cancellation
    )
    {
        var clock = Stopwatch.StartNew();
        var request = plan.Request;
        using var output = new RunOutput(request.Output, request.Existing);
        using var trainer = new WFrameTrainer(plan.Options, plan.Trunk, request.Engine);
        // A checkpoint holds all that the coarser levels were for.
        var session =
            request.Existing == ExistingRun.Resume && output.Folder.Checkpoints.Count > 0
                ? Resumed(plan, trainer, output, notice, cancellation)
                : null;
        if (session is null)
        {
            output.Clear();
        }
        RunDescription.Write(output.Claim(output.Folder.Description), plan, trainer);
        session ??= trainer.Begin(
            plan.Components,
            Coarser(plan, progress, shown, cancellation) ?? request.From,
            cancellation
        );
        progress = LevelProgress.After(plan.Iterations - plan.Options.Iterations, plan.Iterations, progress);
        if (session.Iteration > 0)
        {
            progress?.Report(new WFrameProgress(session.Iteration, plan.Options.Iterations, []));
        }
        HistoryFile.Write(output.Claim(output.Folder.History), session.History);
        var seen = new Dictionary<string, byte[]>();
        shown?.Invoke(Once(session, () => RunReport.Page(plan, Outcome(session.Snapshot()), seen, isAtWork: true)));
        try
        {
            Learn(plan, session, output, progress, cancellation);
        }
        finally
        {
            // An interrupted run goes on from here; what failed in between cannot have changed the state.
            output.Keep(session);
        }
        var model = FinishedModel.Of(session, request.Pixels.CropSide, cancellation);
        model.Save(output.Claim(output.Folder.Model));
        RunPictures.Final(output, model);
        var outcome = Outcome(model);
        RunReport.Write(output, plan, outcome);
        return outcome;

        TrainingOutcome Outcome(WFrameModel reached)
        {
            // Of a component that was given up the record of the state that is kept, not of what it was given up for.
            var kept = reached.Components.Select(reached.RecordOf).OfType<IterationRecord>();
            return new TrainingOutcome(
                output.Folder,
                reached,
                [.. kept],
                reached.Components.Any(c => c.Diverged),
                clock.Elapsed.TotalSeconds,
                trainer.EngineDescription
            );
        }
    }

    /// <summary>Makes a page once an iteration, however many ask for it.</summary>
    private static Func<string> Once(TrainingSession session, Func<HtmlPage> make)
    {
        var gate = new Lock();
        var (made, page) = (-1, "");
        return () =>
        {
            lock (gate)
            {
                if (made != session.Iteration)
                {
                    (made, page) = (session.Iteration, make().ToString());
                }
                return page;
            }
        };
    }

    private static TrainingSession Resumed(
        TrainingPlan plan,
        WFrameTrainer trainer,
        RunOutput output,
        Action<string>? notice,
        CancellationToken cancellation
    )
    {
        var session = trainer.Begin(plan.Components, cancellation);
        output.Resume(session, notice);
        return session;
    }

    /// <summary>The model of the last coarser level; those that an interrupted run has finished are read.</summary>
    private static WFrameModel? Coarser(
        TrainingPlan plan,
        IProgress<WFrameProgress>? progress,
        Action<Func<string>>? shown,
        CancellationToken cancellation
    )
    {
        var (model, done) = (default(WFrameModel), 0);
        foreach (var level in plan.Coarser)
        {
            var request = level with { From = model ?? plan.Request.From, Trunk = plan.Trunk };
            var file = new RunFolder(level.Output).Model;
            if (request.Existing == ExistingRun.Resume && File.Exists(file))
            {
                model = WFrameModel.Load(file);
                if (model.Options != level.Options)
                {
                    throw new UsageException($"{level.Output} was made with other options; resume with the same ones.");
                }
            }
            else
            {
                var of = LevelProgress.After(done, plan.Iterations, progress);
                model = ExecuteShown(
                    TrainingPlan.Create(request, null, cancellation),
                    of,
                    null,
                    shown,
                    cancellation
                ).Model;
            }
            done += level.Options.Iterations;
        }
        return model;
    }

    private static void Learn(
        TrainingPlan plan,
        TrainingSession session,
        RunOutput output,
        IProgress<WFrameProgress>? progress,
        CancellationToken cancellation
    )
    {
        while (!session.Finished)
        {
            var records = session.Advance(cancellation);
            HistoryFile.Append(output.Folder.History, records);
            if (IsPictured(session.Iteration, plan.Options.Iterations) || session.Finished)
            {
                RunPictures.Sheet(output, session, plan.Trunk.Mean);
            }
            if (session.Iteration % plan.Request.CheckpointEvery == 0)
            {
                output.Keep(session);
            }
            progress?.Report(new WFrameProgress(session.Iteration, plan.Options.Iterations, records));
        }
    }

    /// <summary>Iterations 1, 2, 5 and every tenth of the run: the beginning is where most changes.</summary>
    private static bool IsPictured(int iteration, int iterations) =>
        iteration is 1 or 2 or 5 || iteration % Math.Max(1, iterations / 10) == 0;
}

/// <summary>What a training run ended with.</summary>
/// <param name="Run">The run folder.</param>
/// <param name="Model">The learned model.</param>
/// <param name="Last">The record of the state kept of each component, if it has one: of one given up, not the last.</param>
/// <param name="Diverged">Whether any component was given up; it then holds its last good iteration.</param>
/// <param name="Seconds">Wall-clock seconds of this process's share of the run.</param>
/// <param name="Engine">What ran.</param>
public sealed record TrainingOutcome(
    RunFolder Run,
    WFrameModel Model,
    IReadOnlyList<IterationRecord> Last,
    bool Diverged,
    double Seconds,
    string Engine
)
{
    /// <summary>
    /// R of new images beside R of the chains, which alone flatters: the mean over the components, and the steps of the first;
    /// null while the model learns, and where none were drawn.
    /// </summary>
    internal TrialPoint? NewImages =>
        Model.Components.Select(c => c.Trial?.Best).OfType<TrialPoint>().ToArray() is [var first, ..] best
            ? first with
            {
                ResponseDistance = best.Average(p => p.ResponseDistance),
            }
            : null;

    /// <summary>Mean of a recorded value over the components.</summary>
    public double Mean(Func<IterationRecord, double> value) => Last.Count == 0 ? 0 : Last.Average(value);
}
