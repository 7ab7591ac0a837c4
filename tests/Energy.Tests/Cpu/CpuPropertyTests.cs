using WFrame.Cpu;
using WFrame.Cpu.Kernels;
using WFrame.Cpu.Layout;
using WFrame.Energy.Tests.Engines;
using WFrame.Engines;
using WFrame.Responses;
using WFrame.Testing;
using WFrame.Trunks;

namespace WFrame.Energy.Tests.Cpu;

/// <summary>
/// Random trunks, sizes, taps, images and thetas against plain double arithmetic. Near a kink an engine of single precision may
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

    /// <summary>
    /// The decisions of every convolution for the first image, [C,H,W] before the pool. True: the derivative of the layer's
    /// output by this pre-activation is 1 (active and, before a pool, the winner of its window). Of a layer tapped before
    /// its pool those of the ReLU alone as well, else null.
    /// </summary>
    private static IReadOnlyList<(bool[] Output, bool[]? Active)> Decisions(ChainMemory memory)
    {
        var maps = memory.Maps;
        return
        [
            .. maps.Before.Select(
                (map, i) =>
                    (Bits(map, memory.Mask(i)), maps.TapsBeforePool[i] is null ? null : Bits(map, memory.Active(i)))
            ),
        ];

        static unsafe bool[] Bits(FeatureMap map, MaskView mask)
        {
            var decisions = new bool[map.Channels * map.Height * map.Width];
            for (var i = 0; i < decisions.Length; i++)
            {
                var (channel, pixel) = Math.DivRem(i, map.Height * map.Width);
                var bits = mask.At(0, pixel / map.Width, pixel % map.Width);
                decisions[i] = ((bits[channel / 8] >> (channel % 8)) & 1) != 0;
            }
            return decisions;
        }
    }

    private static void Check(Random random, Trunk trunk, CpuEngine engine, string name)
    {
        var smallest = CpuTrunks.SmallestSide(trunk);
        var size = new ImageSize(smallest + random.Next(9), smallest + random.Next(9));
        var groups = random.Next(1, 3);
        var count = groups * random.Next(1, 3);
        var layout = CpuTrunks.DrawLayout(random, trunk, size);
        var theta = new Theta(layout, groups, RandomTrunks.Normal(random, groups * layout.ThetaLength, 1));
        var x = new PixelBatch(Pixels(random, count * size.Dimension, size.Width), count, size);
        var results = new EnergyResults(count, size, layout);

        engine.Evaluate(x, theta, results);

        // One image of the batch is compared; the others share its blocks of tiles.
        var image = random.Next(count);
        var reference = new StageReference(trunk, layout);
        var expected = reference.Evaluate(
            x.Image(image).Span,
            size,
            theta.Group(theta.GroupOf(image, count)),
            Decisions(engine.Decided(x, layout, image))
        );
        Assert.True(reference.WorstKink <= KinkTolerance, $"{name}: decided {reference.WorstKink:g3} beyond a kink.");
        var responses = results.Responses.AsSpan(image * layout.Length, layout.Length);
        var penalty = results.Penalty.AsSpan(image * layout.ThetaLength, layout.ThetaLength);
        foreach (var tap in layout.Taps)
        {
            AssertClose($"{name}: F of {tap}", expected.Responses, responses, tap.Offset, tap.Length);
            AssertClose($"{name}: P of {tap}", expected.Penalty, penalty, tap.ThetaOffset, tap.ThetaLength);
        }
        var gradient = results.Gradient.AsSpan(image * size.Dimension, size.Dimension);
        AssertClose($"{name}: G", expected.Gradient, gradient, 0, size.Dimension);
        Assert.InRange(Math.Abs(results.Phi[image] - expected.Phi), 0, Tolerance * expected.PhiScale);
    }

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

    private static void AssertClose(string name, double[] expected, ReadOnlySpan<float> actual, int start, int length)
    {
        var part = Compare.ToDouble(actual.Slice(start, length));
        var error = Compare.RelativeError(part, expected.AsSpan(start, length));
        Assert.True(error <= Tolerance, $"{name} is {error:g3} of max|.| off.");
    }
}
