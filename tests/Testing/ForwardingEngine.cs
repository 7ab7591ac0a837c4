using WFrame.Engines;
using WFrame.Responses;
using WFrame.Trunks;

namespace WFrame.Testing;

/// <summary>An engine that asks another one; tests change what they want to.</summary>
public abstract class ForwardingEngine(IEnergyEngine inner) : IEnergyEngine
{
    public string Description => Inner.Description;

    public Trunk Trunk => Inner.Trunk;

    protected IEnergyEngine Inner { get; } = inner;

    public virtual void Responses(
        PixelBatch x,
        ResponseLayout layout,
        Memory<float> responses,
        CancellationToken cancellation = default
    ) => Inner.Responses(x, layout, responses, cancellation);

    public virtual void Statistics(
        PixelBatch x,
        ResponseLayout layout,
        Memory<float> statistics,
        CancellationToken cancellation = default
    ) => Inner.Statistics(x, layout, statistics, cancellation);

    public virtual void Gradient(
        PixelBatch x,
        Theta theta,
        Memory<float> gradient,
        CancellationToken cancellation = default
    ) => Inner.Gradient(x, theta, gradient, cancellation);

    public virtual void Evaluate(
        PixelBatch x,
        Theta theta,
        EnergyResults results,
        CancellationToken cancellation = default
    ) => Inner.Evaluate(x, theta, results, cancellation);

    public virtual void Langevin(
        PixelBatch x,
        Theta theta,
        LangevinRun run,
        CancellationToken cancellation = default
    ) => Inner.Langevin(x, theta, run, cancellation);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => Inner.Dispose();
}
