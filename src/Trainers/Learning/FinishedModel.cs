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
        session.Rest();
        var (engine, learned) = (session.Engine, session.Kept());
        var thetaLength = learned.Components[0].Theta.Length;
        LargeMemory.Release(thetaLength);
        var images = session.Observed.Select(c => c.Observed);
        var model = ReferenceLearning.Add(learned, engine, images, cropSide, cancellation);
        LargeMemory.Release(thetaLength);
        var trials = JointDraws.Each(
            engine,
            model,
            (k, own) => TrialRun.Of(own, model, k, session.FirstModel + k, cancellation)
        );
        LargeMemory.Release(thetaLength);
        return model.With([.. model.Components.Zip(trials, (c, trial) => c with { Trial = trial })]);
    }
}
