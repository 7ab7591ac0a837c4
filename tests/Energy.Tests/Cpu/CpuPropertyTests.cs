using WFrame.Cpu;
using WFrame.Cpu.Kernels;
using WFrame.Energy.Tests.Engines;
using WFrame.Engines;
using WFrame.Responses;
using WFrame.Testing;
using WFrame.Trunks;

namespace WFrame.Energy.Tests.Cpu;

/// <summary>
/// Random trunks, sizes, images and thetas against plain double arithmetic. Near a kink an engine of single precision may
/// decide otherwise; then its decision must be near that kink, and everything is compared under its decisions.
/// </summary>
public sealed class CpuPropertyTests
{
    private const double KinkTolerance = 2e-5;

    /// <summary>What is required; the errors stay within a tenth of it.</summary>
    private const double Tolerance = 2e-5;

    [Fact]
    public void Given_300_random_cases_When_evaluated_Then_all_agree_with_double_under_the_decisions_taken() =>
        Check(firstSeed: 0, cases: 300);

    [Fact]
    [Trait("Category", "Slow")]
    public void Given_10000_random_cases_When_evaluated_Then_all_agree_with_double_under_the_decisions_taken() =>
        Check(firstSeed: 1000, cases: 10_000);

    private static void Check(int firstSeed, int cases)
    {
        const int CasesOfOneTrunk = 5;
        Parallel.For(
            firstSeed,
            firstSeed + (cases / CasesOfOneTrunk),
            seed =>
            {
                var random = new Random(seed);
                var trunk = CpuTrunks.Draw(random);
                using var engine = new CpuEngine(trunk, threads: 1, (LaneWidth)(seed % 3))
                {
                    Rolling = seed / 3 % 2 == 0 ? null : true,
                };
                for (var i = 0; i < CasesOfOneTrunk; i++)
                {
                    Check(random, trunk, engine, $"seed {seed}, case {i}");
                }
            }
        );
    }

    private static void Check(Random random, Trunk trunk, CpuEngine engine, string name)
    {
        var smallest = CpuTrunks.SmallestSide(trunk);
        var size = new ImageSize(smallest + random.Next(9), smallest + random.Next(9));
        var form = (ThetaForm)random.Next(2);
        var groups = random.Next(1, 3);
        var count = groups * random.Next(1, 3);
        var layout = trunk.Layout(size, form);
        var theta = new Theta(layout, groups, RandomTrunks.Normal(random, groups * layout.ThetaLength, 1));
        var x = new PixelBatch(Pixels(random, count * size.Dimension, size.Width), count, size);
        var results = new EnergyResults(count, size, layout);

        engine.Evaluate(x, theta, results);

        // One image of the batch is compared; the others share its blocks of tiles.
        var image = random.Next(count);
        var reference = new StageReference(trunk);
        var expected = reference.Evaluate(
            x.Image(image).Span,
            size,
            theta.Group(theta.GroupOf(image, count)),
            engine.Decisions(x, image)
        );
        Assert.True(reference.WorstKink <= KinkTolerance, $"{name}: decided {reference.WorstKink:g3} beyond a kink.");
        AssertClose(name, "F", expected.Responses, results.Responses, image);
        AssertClose(name, "G", expected.Gradient, results.Gradient, image);
        AssertClose(name, "P", expected.Penalty, results.Penalty, image);
        var sumOfParts = expected.Responses.Select((f, i) => Math.Abs(f * ThetaAt(theta, image, count, i))).Sum();
        Assert.InRange(Math.Abs(results.Phi[image] - expected.Phi), 0, Tolerance * sumOfParts);
    }

    private static float ThetaAt(Theta theta, int image, int count, int response) =>
        theta.Group(theta.GroupOf(image, count))[response / (theta.Layout.Length / theta.Layout.ThetaLength)];

    /// <summary>Noise, flat, or stripes two pixels wide, so that windows tie.</summary>
    private static float[] Pixels(Random random, int count, int width)
    {
        var kind = random.Next(4);
        var level = random.NextSingle() * 200 - 100;
        return kind switch
        {
            0 => [.. Enumerable.Repeat(level, count)],
            1 => [.. Enumerable.Range(0, count).Select(i => i % width / 2 % 2 == 0 ? level : -level)],
            _ => RandomTrunks.Normal(random, count, 50),
        };
    }

    private static void AssertClose(string name, string what, double[] expected, float[] actual, int image)
    {
        var part = actual.AsSpan(image * expected.Length, expected.Length);
        var error = Compare.RelativeError(Compare.ToDouble(part), expected);
        Assert.True(error <= Tolerance, $"{name}: {what} is {error:g3} of max|.| off.");
    }
}
