using WFrame.Engines;
using WFrame.Noise;
using WFrame.Responses;
using WFrame.Trunks;

namespace WFrame.Bench.Device;

/// <summary>Models of nine chains each, with a theta of its own for every model.</summary>
internal sealed class DeviceWork
{
    public const int ChainsPerModel = 9;

    /// <summary>The coefficients that are measured: noise is part of the work.</summary>
    public static readonly LangevinCoefficients Coefficients = new(0.98f, 0.02f, 0.002f);

    private readonly PhiloxNoise _noise = new(1);
    private readonly ChainId[] _chains;
    private int _iteration;

    public DeviceWork(Trunk trunk, int models, int pixels)
    {
        var size = new ImageSize(pixels, pixels);
        X = new PixelBatch(models * ChainsPerModel, size);
        Theta = new Theta(trunk.Layout(size, ThetaForm.Spatial), models);
        _chains = [.. Enumerable.Range(0, X.Count).Select(i => new ChainId(i / ChainsPerModel, i % ChainsPerModel))];
        Parallel.For(0, X.Count, i => Fill(new(0, i), X.Slice(i, 1).Values.Span, 50));
        Parallel.For(0, models, k => Fill(new(1, k), Theta.Group(k), 1e-3f));
    }

    /// <summary>The chains, [9 K,3,P,P].</summary>
    public PixelBatch X { get; }

    public Theta Theta { get; }

    /// <summary>Bytes of the arrays that it will make.</summary>
    public static long Bytes(int models, int pixels) =>
        4L * models * pixels * pixels * ((3L * ChainsPerModel) + (128 / 4));

    public void Run(IEnergyEngine engine, int steps, LangevinCoefficients? coefficients = null) =>
        engine.Langevin(X, Theta, new(coefficients ?? Coefficients, _noise, _chains, _iteration++, 0, steps));

    /// <summary>The first steps of one model by itself.</summary>
    public void RunOne(IEnergyEngine engine, int model, int steps)
    {
        var first = model * ChainsPerModel;
        engine.Langevin(
            X.Slice(first, ChainsPerModel),
            new Theta(Theta.Layout, 1, Theta.Group(model).ToArray()),
            new(Coefficients, _noise, _chains[first..(first + ChainsPerModel)], 0, 0, steps)
        );
    }

    private void Fill(ChainId name, Span<float> values, float scale)
    {
        _noise.Fill(name, 0, 0, values);
        foreach (ref var value in values)
        {
            value *= scale;
        }
    }
}
