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
        var (engine, learned) = (session.Engine, session.Snapshot());
        var images = session.Observed.Select(c => c.Observed);
        var scored = ReferenceLearning.Add(learned, engine, images, cropSide, cancellation);
        var model = With(
            scored,
            (c, k) =>
                c with
                {
                    ObservedMeans = session.State.Components[k].ObservedChannelMeans,
                    ObservedResponses = session.State.Components[k].ObservedMean,
                }
        );
        return With(
            model,
            (c, k) => c with { Trial = TrialRun.Of(engine, model, k, session.FirstModel + k, cancellation) }
        );
    }

    private static WFrameModel With(WFrameModel model, Func<ModelComponent, int, ModelComponent> change) =>
        new(model.Trunk, model.Size, model.Options, [.. model.Components.Select(change)], model.History);
}
