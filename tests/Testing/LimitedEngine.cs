using WFrame.Engines;
using WFrame.Responses;

namespace WFrame.Testing;

/// <summary>An engine that is kept busy by few images: callers with many models give it some of them at a time.</summary>
/// <param name="inner">Computes.</param>
/// <param name="images">Images of a call.</param>
/// <param name="numbers">Numbers that the results of one call may have.</param>
public sealed class LimitedEngine(IEnergyEngine inner, int images, long numbers = long.MaxValue)
    : ForwardingEngine(inner),
        IEngineCapacity
{
    int IEngineCapacity.Threads => 2;

    int IEngineCapacity.ImagesAtOnce => images;

    long IEngineCapacity.NumbersAtOnce => numbers;

    /// <summary>Images of the most that was given at once.</summary>
    public int Most { get; private set; }

    public override void Langevin(PixelBatch x, Theta theta, LangevinRun run, CancellationToken cancellation = default)
    {
        Most = Math.Max(Most, x.Count);
        base.Langevin(x, theta, run, cancellation);
    }

    public override void Evaluate(
        PixelBatch x,
        Theta theta,
        EnergyResults results,
        CancellationToken cancellation = default
    )
    {
        Most = Math.Max(Most, x.Count);
        base.Evaluate(x, theta, results, cancellation);
    }
}
