using WFrame.Engines;
using WFrame.Responses;
using WFrame.Trunks;

namespace WFrame.Trainers.Tests;

/// <summary>An engine whose chains overflow in the runs that a test names; it keeps what it was asked.</summary>
internal sealed class OverflowingEngine(IEnergyEngine inner, Func<LangevinRun, bool> overflows) : IEnergyEngine
{
    public List<LangevinRun> Runs { get; } = [];

    public List<CancellationToken> Tokens { get; } = [];

    public string Description => inner.Description;

    public Trunk Trunk => inner.Trunk;

    public void Responses(
        PixelBatch x,
        ResponseLayout layout,
        Memory<float> responses,
        CancellationToken cancellation
    ) => inner.Responses(x, layout, responses, cancellation);

    public void Statistics(
        PixelBatch x,
        ResponseLayout layout,
        Memory<float> statistics,
        CancellationToken cancellation
    ) => inner.Statistics(x, layout, statistics, cancellation);

    public void Gradient(PixelBatch x, Theta theta, Memory<float> gradient, CancellationToken cancellation) =>
        inner.Gradient(x, theta, gradient, cancellation);

    public void Evaluate(PixelBatch x, Theta theta, EnergyResults results, CancellationToken cancellation) =>
        inner.Evaluate(x, theta, results, cancellation);

    public void Langevin(PixelBatch x, Theta theta, LangevinRun run, CancellationToken cancellation)
    {
        Runs.Add(run);
        Tokens.Add(cancellation);
        inner.Langevin(x, theta, run, cancellation);
        if (overflows(run))
        {
            // Finite still, but on its way.
            x.Values.Span[^1] = 2e6f;
        }
    }

    public void Dispose() => inner.Dispose();
}
