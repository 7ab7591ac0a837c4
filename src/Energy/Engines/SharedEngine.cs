using WFrame.Responses;
using WFrame.Trunks;

namespace WFrame.Engines;

/// <summary>
/// An engine that any number of threads may use and dispose: calls take turns, and disposal waits for the one that runs.
/// </summary>
internal sealed class SharedEngine(IEnergyEngine inner) : IEnergyEngine
{
    private readonly UseGate _gate = new(typeof(IEnergyEngine), exclusive: true);

    public string Description => inner.Description;

    public Trunk Trunk => inner.Trunk;

    public void Responses(
        PixelBatch x,
        ResponseLayout layout,
        Memory<float> responses,
        CancellationToken cancellation = default
    )
    {
        _gate.Enter(cancellation);
        try
        {
            inner.Responses(x, layout, responses, cancellation);
        }
        finally
        {
            _gate.Exit();
        }
    }

    public void Statistics(
        PixelBatch x,
        ResponseLayout layout,
        Memory<float> statistics,
        CancellationToken cancellation = default
    )
    {
        _gate.Enter(cancellation);
        try
        {
            inner.Statistics(x, layout, statistics, cancellation);
        }
        finally
        {
            _gate.Exit();
        }
    }

    public void Gradient(PixelBatch x, Theta theta, Memory<float> gradient, CancellationToken cancellation = default)
    {
        _gate.Enter(cancellation);
        try
        {
            inner.Gradient(x, theta, gradient, cancellation);
        }
        finally
        {
            _gate.Exit();
        }
    }

    public void Evaluate(PixelBatch x, Theta theta, EnergyResults results, CancellationToken cancellation = default)
    {
        _gate.Enter(cancellation);
        try
        {
            inner.Evaluate(x, theta, results, cancellation);
        }
        finally
        {
            _gate.Exit();
        }
    }

    public void Langevin(PixelBatch x, Theta theta, LangevinRun run, CancellationToken cancellation = default)
    {
        _gate.Enter(cancellation);
        try
        {
            inner.Langevin(x, theta, run, cancellation);
        }
        finally
        {
            _gate.Exit();
        }
    }

    public void Dispose()
    {
        if (_gate.Close())
        {
            inner.Dispose();
        }
    }
}
