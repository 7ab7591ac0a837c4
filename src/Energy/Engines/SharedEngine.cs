using WFrame.Responses;
using WFrame.Trunks;

namespace WFrame.Engines;

/// <summary>
/// An engine that any number of threads may use and dispose: calls take turns, and disposal waits for the one that runs.
/// </summary>
internal sealed class SharedEngine(IEnergyEngine inner) : IEnergyEngine, IEngineCapacity
{
    private readonly UseGate _gate = new(typeof(IEnergyEngine), exclusive: true);

    public string Description => inner.Description;

    public Trunk Trunk => inner.Trunk;

    public int Threads => EngineCapacity.Of(inner).Threads;

    public int ImagesAtOnce => EngineCapacity.Of(inner).ImagesAtOnce;

    public long NumbersAtOnce => EngineCapacity.Of(inner).NumbersAtOnce;

    public void Responses(
        PixelBatch x,
        ResponseLayout layout,
        Memory<float> responses,
        CancellationToken cancellation = default
    )
    {
        using var visit = _gate.Enter(cancellation);
        inner.Responses(x, layout, responses, cancellation);
    }

    public void Statistics(
        PixelBatch x,
        ResponseLayout layout,
        Memory<float> statistics,
        CancellationToken cancellation = default
    )
    {
        using var visit = _gate.Enter(cancellation);
        inner.Statistics(x, layout, statistics, cancellation);
    }

    public void Gradient(PixelBatch x, Theta theta, Memory<float> gradient, CancellationToken cancellation = default)
    {
        using var visit = _gate.Enter(cancellation);
        inner.Gradient(x, theta, gradient, cancellation);
    }

    public void Evaluate(PixelBatch x, Theta theta, EnergyResults results, CancellationToken cancellation = default)
    {
        using var visit = _gate.Enter(cancellation);
        inner.Evaluate(x, theta, results, cancellation);
    }

    public void Langevin(PixelBatch x, Theta theta, LangevinRun run, CancellationToken cancellation = default)
    {
        using var visit = _gate.Enter(cancellation);
        inner.Langevin(x, theta, run, cancellation);
    }

    public void Dispose()
    {
        if (_gate.Close())
        {
            inner.Dispose();
        }
    }
}
