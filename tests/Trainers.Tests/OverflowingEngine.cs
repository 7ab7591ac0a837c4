using WFrame.Engines;
using WFrame.Responses;
using WFrame.Testing;

namespace WFrame.Trainers.Tests;

/// <summary>An engine whose chains overflow in the runs that a test names; it keeps what it was asked.</summary>
internal sealed class OverflowingEngine(IEnergyEngine inner, Func<LangevinRun, bool> overflows)
    : ForwardingEngine(inner)
{
    /// <summary>Whether the first chain of a run overflows, and not the last.</summary>
    public bool First { get; init; }

    public List<LangevinRun> Runs { get; } = [];

    public List<CancellationToken> Tokens { get; } = [];

    public override void Langevin(PixelBatch x, Theta theta, LangevinRun run, CancellationToken cancellation = default)
    {
        Runs.Add(run);
        Tokens.Add(cancellation);
        Inner.Langevin(x, theta, run, cancellation);
        if (overflows(run))
        {
            // Finite still, but on its way.
            x.Values.Span[First ? 0 : ^1] = 2e6f;
        }
    }
}
