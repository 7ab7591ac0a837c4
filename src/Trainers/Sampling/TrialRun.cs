using WFrame.Engines;
using WFrame.Learning;
using WFrame.Noise;

namespace WFrame.Sampling;

/// <summary>Draws new images at the end of a training and keeps R along the way.</summary>
internal static class TrialRun
{
    /// <summary>Most new images have settled by then, so that a short training tries as many, though no more than its own.</summary>
    private const int Usual = 120;

    /// <summary>Chains that have left what was learned do not come back.</summary>
    private const double Gone = 2;

    /// <summary>Images of a look while the model learns: few, as it is not what takes the time.</summary>
    private const int Looked = 3;

    /// <summary>Steps of a look; new images have come near the chains by then.</summary>
    private const int LookSteps = 60;

    private static readonly int[] _points = [10, 20, 40, 60, 80, 100, 150, 200, 300, 400, 600, 800, 1200, 1600, 2000];

    /// <summary>Most steps of the trial of a training, unless somebody chose: a quarter of its own, or 120, 400 at most.</summary>
    public static int Steps(WFrameOptions options)
    {
        if (options.TrialSteps is { } chosen)
        {
            return chosen;
        }
        var learned = new LearningSchedule(options).Steps(0, options.Iterations);
        return (int)Math.Clamp(learned / 4, Math.Min(Usual, learned), 400);
    }

    /// <summary>Whether new images are looked at after an iteration.</summary>
    public static bool IsDue(WFrameOptions options, int iteration) =>
        options.TrialEvery > 0 && iteration % options.TrialEvery == 0 && Steps(options) > 0;

    /// <summary>R of three new images of a model that learns; null where one leaves the finite numbers.</summary>
    /// <param name="engine">Runs the trunk.</param>
    /// <param name="model">As far as it has been learned.</param>
    /// <param name="component">Which component.</param>
    /// <param name="number">Number of the component as the noise knows it.</param>
    /// <param name="cancellation">Checked every step.</param>
    public static double? Look(
        IEnergyEngine engine,
        WFrameModel model,
        int component,
        int number,
        CancellationToken cancellation
    )
    {
        var how = new SamplingOptions { Seed = model.Options.Seed };
        var draw = new CorrectedDraw(engine, model, component, 0, how, number, RandomPurpose.Trial, Looked);
        draw.Start();
        return draw.Advance(Math.Min(LookSteps, Steps(model.Options)), cancellation)
            ? model.ResponseDistance(engine, draw.Images, component, cancellation)
            : null;
    }

    /// <summary>Null where no steps are tried, or the first ones leave the finite numbers.</summary>
    /// <param name="engine">Runs the trunk.</param>
    /// <param name="model">What was learned; it has the training images' mean responses.</param>
    /// <param name="component">Which component.</param>
    /// <param name="number">Number of the component as the noise knows it, the same however a batch is cut.</param>
    /// <param name="cancellation">Checked every step.</param>
    public static SamplingTrial? Of(
        IEnergyEngine engine,
        WFrameModel model,
        int component,
        int number,
        CancellationToken cancellation
    )
    {
        var last = Steps(model.Options);
        if (last == 0)
        {
            return null;
        }
        var how = new SamplingOptions { Seed = model.Options.Seed };
        var draw = new CorrectedDraw(engine, model, component, 0, how, number, RandomPurpose.Trial);
        draw.Start();
        var points = new List<TrialPoint>();
        foreach (var steps in _points.Where(p => p < last).Append(last))
        {
            if (!draw.Advance(steps, cancellation))
            {
                break;
            }
            points.Add(new(steps, model.ResponseDistance(engine, draw.Images, component, cancellation)!.Value));
            if (points[^1].ResponseDistance > Gone * points.Min(p => p.ResponseDistance))
            {
                break;
            }
        }
        return points.Count == 0 ? null : new SamplingTrial(points);
    }
}
