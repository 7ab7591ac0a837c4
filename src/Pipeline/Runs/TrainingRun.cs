using WFrame.Learning;

namespace WFrame.Runs;

/// <summary>
/// Drives a training and writes its run folder as it goes: history after every iteration, contact sheets now and then,
/// checkpoints, and at the end the samples, the model and the report. Killed at any moment it leaves whole files only.
/// </summary>
public static class TrainingRun
{
    /// <summary>Runs a plan to its end.</summary>
    /// <param name="plan">What to do.</param>
    /// <param name="progress">Told after each iteration.</param>
    /// <param name="cancellation">Stops within one Langevin step, writes a checkpoint, then throws.</param>
    /// <exception cref="UsageException">The checkpoint is of another training, or the device does not exist; nothing was written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; a checkpoint was written.</exception>
    public static TrainingOutcome Execute(
        TrainingPlan plan,
        IProgress<WFrameProgress>? progress = null,
        CancellationToken cancellation = default
    )
    {
        var clock = Stopwatch.StartNew();
        using var trainer = new WFrameTrainer(plan.Options, plan.Trunk, plan.Request.Engine);
        var session = trainer.Begin(plan.Components, cancellation);
        var request = plan.Request;
        if (request.Existing == ExistingRun.Resume)
        {
            Checkpoint.Resume(RunFolder.Open(request.Output).Checkpoint, session);
        }
        var run = RunFolder.Create(request.Output, request.Existing);
        RunDescription.Write(run, plan, trainer);
        HistoryFile.Write(run.History, session.History);
        try
        {
            Learn(plan, session, run, progress, cancellation);
        }
        catch (OperationCanceledException)
        {
            Checkpoint.Write(run.Checkpoint, session);
            throw;
        }
        Checkpoint.Write(run.Checkpoint, session);
        var model = session.Snapshot();
        model.Save(run.Model);
        RunPictures.Final(run, model);
        var last = session
            .Components.Select(name => session.History.LastOrDefault(r => r.Component == name))
            .OfType<IterationRecord>();
        var seconds = clock.Elapsed.TotalSeconds;
        var outcome = new TrainingOutcome(run, model, [.. last], session.Diverged, seconds, trainer.EngineDescription);
        RunReport.Write(run, plan, outcome);
        return outcome;
    }

    private static void Learn(
        TrainingPlan plan,
        TrainingSession session,
        RunFolder run,
        IProgress<WFrameProgress>? progress,
        CancellationToken cancellation
    )
    {
        while (!session.Finished)
        {
            var records = session.Advance(cancellation);
            HistoryFile.Append(run.History, records);
            if (IsPictured(session.Iteration, plan.Options.Iterations) || session.Finished)
            {
                RunPictures.Sheet(run, session, plan.Trunk.Mean);
            }
            if (session.Iteration % plan.Request.CheckpointEvery == 0)
            {
                Checkpoint.Write(run.Checkpoint, session);
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
/// <param name="Last">Last record of each component that has one.</param>
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
    /// <summary>Mean of a recorded value over the components.</summary>
    public double Mean(Func<IterationRecord, double> value) => Last.Count == 0 ? 0 : Last.Average(value);
}
