using WFrame.Engines;
using WFrame.Sampling;
using WFrame.Scoring;

namespace WFrame.Learning;

/// <summary>What a training leaves at its end: the model, with all that sampling and scoring need beside theta.</summary>
internal static class FinishedModel
{
    /// <summary>The model of a training; its images are read again, and new ones are drawn for the trial.</summary>
    /// <param name="session">The training.</param>
    /// <param name="cropSide">What was cut out of the pictures before, for those who score.</param>
    /// <param name="cancellation">Checked between chunks of images and every step.</param>
    public static WFrameModel Of(
        TrainingSession session,
        int? cropSide = null,
        CancellationToken cancellation = default
    )
    {
        var (engine, learned) = (session.Engine, session.Kept());
        var images = session.Observed.Select(c => c.Observed);
        var model = ReferenceLearning.Add(learned, engine, images, cropSide, cancellation);
        var trials = Enumerable
            .Range(0, model.Components.Count)
            .ToArray()
            .InParts(JointDraws.AtOnce(engine, model, model.Size))
            .SelectMany(part =>
                JointCalls.Run(
                    engine,
                    part.Length,
                    (i, own) => TrialRun.Of(own, model, part[i], session.FirstModel + part[i], cancellation)
                )
            )
            .Select(trial => trial.GetAwaiter().GetResult())
            .ToArray();
        return new(
            model.Trunk,
            model.Size,
            model.Options,
            [.. model.Components.Select((c, k) => c with { Trial = trials[k] })],
            model.History
        );
    }
}
