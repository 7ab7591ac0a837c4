using WFrame.Engines;
using WFrame.Noise;
using WFrame.Responses;
using WFrame.Trunks;

namespace WFrame.Bench;

/// <summary>What engines are timed at.</summary>
public enum BenchOperation
{
    /// <summary>G.</summary>
    Gradient,

    /// <summary>A Langevin step: G, noise, update.</summary>
    Langevin,

    /// <summary>F, Phi, G and P.</summary>
    Evaluate,

    /// <summary>F.</summary>
    Forward,
}

/// <summary>Images, theta and buffers for one number of chains and size.</summary>
internal sealed class BenchWork
{
    private readonly PixelBatch _x;
    private readonly PixelBatch _chains;
    private readonly ResponseLayout _layout;
    private readonly Theta _theta;
    private readonly EnergyResults _results;
    private readonly LangevinRun _run;

    public BenchWork(Trunk trunk, int chains, int pixels)
    {
        var size = new ImageSize(pixels, pixels);
        _layout = trunk.Layout(size, ThetaForm.Spatial);
        var noise = new PhiloxNoise(1);
        _x = new PixelBatch(chains, size);
        _theta = new Theta(_layout, 1);
        noise.Fill(new ChainId(0, 0), 0, 0, _x.Values.Span);
        noise.Fill(new ChainId(0, 1), 0, 0, _theta.Values);
        foreach (ref var value in _x.Values.Span)
        {
            value *= 50;
        }
        foreach (ref var value in _theta.Values.AsSpan())
        {
            value *= 1e-3f;
        }
        _chains = _x.Clone();
        _results = new EnergyResults(chains, size, _layout);
        _run = new LangevinRun(
            new LangevinCoefficients(0.98f, 0.02f, 0.002f),
            noise,
            [.. Enumerable.Range(0, chains).Select(chain => new ChainId(0, chain))],
            0,
            0,
            1
        );
    }

    public void Run(IEnergyEngine engine, BenchOperation operation)
    {
        switch (operation)
        {
            case BenchOperation.Gradient:
                engine.Gradient(_x, _theta, _results.Gradient);
                break;
            case BenchOperation.Langevin:
                engine.Langevin(_chains, _theta, _run);
                break;
            case BenchOperation.Evaluate:
                engine.Evaluate(_x, _theta, _results);
                break;
            default:
                engine.Responses(_x, _layout, _results.Responses);
                break;
        }
    }
}
