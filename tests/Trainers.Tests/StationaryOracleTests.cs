using WFrame.Engines;
using WFrame.Noise;
using WFrame.Responses;
using WFrame.Testing;
using WFrame.Trunks;

namespace WFrame.Trainers.Tests;

/// <summary>At theta = 0 the chain is AR(1): x' = (1 - delta^2/2) x + delta s Z.</summary>
[Trait("Category", "Oracle")]
public class StationaryOracleTests
{
    public static TheoryData<int> Rows => [.. Enumerable.Range(0, Table.Shape("table")[0])];

    private static OracleCase Table => OracleFolder.OfKind("stationary")[0];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Given_theta_zero_the_variance_is_the_closed_form(int row)
    {
        // Given: columns delta, s, a, variance, variance_after_10, variance_after_100
        var table = Table.Doubles("table").AsSpan(row * 6, 6);
        var (delta, s) = (table[0], table[1]);
        var trunk = Trunk.Vgg16Conv4();
        using var engine = EngineFactory.Create(trunk, "auto", threads: 2).Engine;
        var (count, size) = (8, new ImageSize(32, 32));
        var x = new PixelBatch(count, size);
        var theta = new Theta(trunk.Layout(size, ThetaForm.Filter), 1);

        // When
        Advance(10, 0);
        var after10 = MeanSquare(x);
        Advance(90, 10);
        var after100 = MeanSquare(x);

        // Then: within 3 standard errors of a variance of K independent pixels, sqrt(2/K) relatively
        var tolerance = 3 * Math.Sqrt(2.0 / x.Values.Length);
        Assert.InRange(after10 / table[4], 1 - tolerance, 1 + tolerance);
        Assert.InRange(after100 / table[5], 1 - tolerance, 1 + tolerance);

        void Advance(int steps, int first) =>
            engine.Langevin(
                x,
                theta,
                new LangevinRun(
                    LangevinStep.Coefficients(delta, 1, s),
                    new PhiloxNoise(7),
                    [.. Enumerable.Range(0, count).Select(i => new ChainId(row, i))],
                    0,
                    first,
                    steps
                )
            );
    }

    private static double MeanSquare(PixelBatch x)
    {
        var sum = 0.0;
        foreach (var value in x.Values.Span)
        {
            sum += (double)value * value;
        }
        return sum / x.Values.Length;
    }
}
