using WFrame.Engines;
using WFrame.Responses;
using WFrame.Trunks;

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
    : IEnergyEngine
{
    private int _current;

    /// <summary>The component that is evaluated next: in order, after a Langevin run of both or of one.</summary>
    private int _component;

    /// <summary>Runs of component 1 in the iteration.</summary>
    public List<LangevinRun> Tries { get; } = [];

    public int Faults { get; private set; }

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

    public void Evaluate(PixelBatch x, Theta theta, EnergyResults results, CancellationToken cancellation)
    {
        inner.Evaluate(x, theta, results, cancellation);
        if (_component++ == 1 && site != Site.Chain && _current == iteration && Faults < times)
        {
            Faults++;
            _ = site switch
            {
                Site.Phi => results.Phi[^1] = wrong,
                Site.Response => results.Responses[^1] = wrong,
                Site.Gradient => results.Gradient[^1] = wrong,
                _ => results.Penalty[0] = wrong,
            };
        }
    }

    public void Langevin(PixelBatch x, Theta theta, LangevinRun run, CancellationToken cancellation)
    {
        _current = run.Iteration;
        _component = run.Chains[0].Model;
        var isHere = run.Iteration == iteration && run.Chains[^1].Model == 1;
        if (isHere)
        {
            Tries.Add(run);
        }
        for (var s = 0; s < run.Steps; s++)
        {
            inner.Langevin(x, theta, run with { FirstStep = run.FirstStep + s, Steps = 1 }, cancellation);
            if (site == Site.Chain && isHere && s == step && Faults < times)
            {
                Faults++;
                x.Image(x.Count - 1).Span[0] = wrong;
            }
        }
    }

    public void Dispose() => inner.Dispose();
}
