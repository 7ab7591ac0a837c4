using WFrame.Engines;
using WFrame.Responses;
using WFrame.Testing;

namespace WFrame.Reliability.Tests.Numbers;

/// <summary>Where a number goes wrong.</summary>
public enum Site
{
    Chain,
    Phi,
    Response,
    Gradient,
    Penalty,
}

/// <summary>An engine that puts a wrong number at one place of what it gives, as often as it is told.</summary>
/// <param name="inner">The engine that computes.</param>
/// <param name="site">Where.</param>
/// <param name="wrong">The number.</param>
/// <param name="iteration">In which iteration of component 1, 0-based.</param>
/// <param name="step">After which Langevin step of it, 0-based; for chains only.</param>
/// <param name="times">How often; later it computes rightly.</param>
internal sealed class FaultyEngine(IEnergyEngine inner, Site site, float wrong, int iteration, int step, int times)
    : ForwardingEngine(inner)
{
    private int _current;

    /// <summary>The last component of the Langevin run, and so of the evaluation that follows it.</summary>
    private int _last;

    /// <summary>Runs of component 1 in the iteration.</summary>
    public List<LangevinRun> Tries { get; } = [];

    public int Faults { get; private set; }

    public override void Evaluate(
        PixelBatch x,
        Theta theta,
        EnergyResults results,
        CancellationToken cancellation = default
    )
    {
        Inner.Evaluate(x, theta, results, cancellation);
        if (_last == 1 && site != Site.Chain && _current == iteration && Faults < times)
        {
            Faults++;
            _ = site switch
            {
                Site.Phi => results.Phi[^1] = wrong,
                Site.Response => results.Responses[^1] = wrong,
                Site.Gradient => results.Gradient[^1] = wrong,
                _ => results.Penalty[results.Penalty.Length / theta.Groups * (theta.Groups - 1)] = wrong,
            };
        }
    }

    public override void Langevin(PixelBatch x, Theta theta, LangevinRun run, CancellationToken cancellation = default)
    {
        _current = run.Iteration;
        _last = run.Chains[^1].Model;
        var isHere = run.Iteration == iteration && run.Chains[^1].Model == 1;
        if (isHere)
        {
            Tries.Add(run);
        }
        for (var s = 0; s < run.Steps; s++)
        {
            Inner.Langevin(x, theta, run with { FirstStep = run.FirstStep + s, Steps = 1 }, cancellation);
            if (site == Site.Chain && isHere && s == step && Faults < times)
            {
                Faults++;
                x.Image(x.Count - 1).Span[0] = wrong;
            }
        }
    }
}
