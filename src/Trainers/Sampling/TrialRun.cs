using WFrame.Engines;
using WFrame.Learning;
using WFrame.Noise;
using WFrame.Responses;

namespace WFrame.Sampling;

/// <summary>Draws new images at the end of a training and keeps R along the way.</summary>
internal static class TrialRun
{
    /// <summary>Images drawn; R of fewer varies more.</summary>
    private const int MostImages = 9;

    /// <summary>Most new images are best near here, so that a short training tries as many, though no more than its own.</summary>
    private const int Usual = 80;

    /// <summary>Chains that have left what was learned do not come back.</summary>
    private const double Gone = 2;

    private static readonly int[] _points = [10, 20, 40, 60, 80, 100, 150, 200, 300, 400, 600, 800, 1200, 1600, 2000];

    /// <summary>Most steps of the trial of a training, unless somebody chose: a quarter of its own, or 80, 400 at most.</summary>
    public static int Steps(WFrameOptions options)
    {
        if (options.TrialSteps is { } chosen)
        {
            return chosen;
        }
        var schedule = new LearningSchedule(options);
        var learned =
            ((long)schedule.Constant * schedule.Steps(0))
            + ((long)(options.Iterations - schedule.Constant) * schedule.Steps(options.Iterations - 1));
        return (int)Math.Clamp(learned / 4, Math.Min(Usual, learned), 400);
    }

    /// <summary>Null where no steps are tried, or the first ones leave the finite numbers.</summary>
    /// <param name="engine">Runs the trunk.</param>
    /// <param name="model">What was learned.</param>
    /// <param name="component">Which component.</param>
    /// <param name="number">Number of the component as the noise knows it, the same however a batch is cut.</param>
    /// <param name="observed">Mean response of each filter over the training images, [C].</param>
    /// <param name="cancellation">Checked every step.</param>
    public static SamplingTrial? Of(
        IEnergyEngine engine,
        WFrameModel model,
        int component,
        int number,
        double[] observed,
        CancellationToken cancellation
    )
    {
        var last = Steps(model.Options);
        var count = Math.Min(MostImages, model.Components[component].Chains.Count);
        var how = new SamplingOptions { Seed = model.Options.Seed };
        var draw = new ImageDraw(engine, model, component, count, how, number) { Purpose = RandomPurpose.Trial };
        draw.Start();
        var responses = new ResponseStatistics(draw.Theta.Layout);
        var points = new List<TrialPoint>();
        foreach (var steps in _points.Where(p => p < last).Append(last).Where(p => p > 0))
        {
            draw.Advance(steps, cancellation);
            if (!DivergencePolicy.InRange(draw.Images.Values.Span))
            {
                break;
            }
            responses.Clear();
            engine.ForEachResponse(draw.Images, draw.Theta.Layout, (_, r) => responses.Add(r), cancellation);
            points.Add(new(steps, ResponseDistance.R(responses.ChannelMeans(), observed)));
            if (points[^1].ResponseDistance > Gone * points.Min(p => p.ResponseDistance))
            {
                break;
            }
        }
        return points.Count == 0 ? null : new SamplingTrial(points);
    }
}
