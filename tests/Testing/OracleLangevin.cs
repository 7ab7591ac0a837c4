using WFrame.Engines;
using WFrame.Noise;
using WFrame.Responses;
using WFrame.Trunks;

namespace WFrame.Testing;

/// <summary>A Langevin case: one step whose G and Z are given.</summary>
public static class OracleLangevin
{
    /// <summary>F(x) = x, so that G is theta.</summary>
    public static Trunk Identity { get; } =
        new(
            "identity",
            [
                new ConvolutionLayer
                {
                    Name = "identity",
                    In = 3,
                    Out = 3,
                    Window = Window.Square(1, 1, 0),
                    Kernel = [1, 0, 0, 0, 1, 0, 0, 0, 1],
                    Bias = [0, 0, 0],
                },
            ],
            Trunk.VggMean
        );

    /// <summary>Takes the step and fails unless the next state is within tolerance.</summary>
    /// <param name="oracle">A case of kind langevin.</param>
    /// <param name="engine">An engine of <see cref="Identity"/>.</param>
    /// <returns>The largest error relative to its tolerance.</returns>
    public static double AssertClose(OracleCase oracle, IEnergyEngine engine)
    {
        var shape = oracle.Shape("x");
        var size = new ImageSize(shape[2], shape[3]);
        var x = new PixelBatch(oracle.Floats("x"), shape[0], size);
        var theta = new Theta(Identity.Layout(size, ThetaForm.Spatial), shape[0], oracle.Floats("G"));
        var (delta, sigma, s) = (oracle.Number("delta"), oracle.Number("sigma"), oracle.Number("s"));
        var half = delta * delta / 2;
        var run = new LangevinRun(
            new((float)(1 - half), (float)(half * sigma * sigma), (float)(delta * s)),
            new GivenNoise(oracle.Floats("Z")),
            [.. Enumerable.Range(0, shape[0]).Select(i => new ChainId(0, i))],
            0,
            0,
            1
        );

        engine.Langevin(x, theta, run);

        return oracle.AssertClose("x_next", x.Values.Span);
    }

    private sealed class GivenNoise(float[] z) : INoiseSource
    {
        public void Fill(ChainId chain, int iteration, int step, Span<float> destination) =>
            z.AsSpan(chain.Chain * destination.Length, destination.Length).CopyTo(destination);
    }
}
