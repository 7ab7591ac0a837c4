using WFrame.Engines;
using WFrame.Noise;
using WFrame.Responses;
using WFrame.Testing;
using WFrame.Trunks;

namespace WFrame.Energy.Tests.Engines;

/// <summary>Algorithms that share an engine call by call.</summary>
public sealed class JointCallsTests
{
    private static readonly ImageSize Size = new(8, 12);
    private static readonly Trunk Vgg = Trunk.Vgg16Conv4();
    private static readonly ResponseLayout Layout = Vgg.Layout(Size, ThetaForm.Spatial);

    [Fact]
    public async Task Given_algorithms_of_several_lengths_each_gets_what_it_gets_alone_and_calls_are_shared()
    {
        using var engine = new Counting(EngineFactory.Create(Vgg, "cpu", 2).Engine);
        float[][] alone = [.. Enumerable.Range(0, 5).Select(k => Algorithm(k, engine))];
        engine.Calls.Clear();

        var joint = JointCalls.Run(engine, 5, Algorithm);

        foreach (var (expected, task) in alone.Zip(joint))
        {
            Assert.Equal(expected, await task);
        }
        // Number k takes k + 1 rounds of three calls, two images each: five share the first round, one is alone in the last.
        int[] images = [10, 8, 6, 4, 2];
        Assert.Equal(
            images.SelectMany(n => new[] { $"Langevin {n}", $"Evaluate {n}", $"Responses {n}" }),
            engine.Calls
        );
    }

    [Fact]
    public async Task Given_runs_that_differ_in_steps_or_size_they_are_made_apart()
    {
        using var engine = new Counting(EngineFactory.Create(Vgg, "cpu", 2).Engine);

        var joint = JointCalls.Run(engine, 4, (k, own) => Langevin(own, k, steps: k < 2 ? 2 : 3));

        foreach (var (k, task) in joint.Index())
        {
            Assert.Equal(Langevin(engine, k, k < 2 ? 2 : 3), await task);
        }
        Assert.Equal(["Langevin 4", "Langevin 4"], engine.Calls.Take(2));
    }

    [Fact]
    public async Task Given_one_that_fails_between_calls_the_others_end()
    {
        using var engine = EngineFactory.Create(Vgg, "cpu", 1).Engine;

        var joint = JointCalls.Run(
            engine,
            3,
            (k, own) => k == 1 ? throw new InvalidOperationException("one") : Algorithm(k, own)
        );

        Assert.Equal("one", (await Assert.ThrowsAsync<InvalidOperationException>(() => joint[1])).Message);
        Assert.Equal(Algorithm(2, engine), await joint[2]);
    }

    [Fact]
    public async Task Given_a_call_that_fails_all_that_made_it_are_told()
    {
        using var engine = EngineFactory.Create(Vgg, "cpu", 1).Engine;
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var images = new PixelBatch(1, Size);

        var joint = JointCalls.Run(
            engine,
            3,
            (_, own) =>
            {
                own.Responses(images, Layout, new float[Layout.Length], cancelled.Token);
                return 0;
            }
        );

        foreach (var task in joint)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
        }
    }

    [Fact]
    public async Task Given_other_calls_of_the_interface_they_are_made_one_by_one()
    {
        using var engine = EngineFactory.Create(Vgg, "cpu", 1).Engine;
        var x = Images(1);

        var joint = JointCalls.Run(engine, 2, (_, own) => Rest(own));

        foreach (var task in joint)
        {
            Assert.Equal(Rest(engine), await task);
        }

        float[] Rest(IEnergyEngine own)
        {
            var (gradient, statistics) = (new float[2 * Size.Dimension], new float[2 * Layout.ThetaLength]);
            own.Gradient(x, Theta(1), gradient);
            own.Statistics(x, Layout, statistics);
            return [.. gradient, .. statistics];
        }
    }

    /// <summary>Steps, an evaluation and responses, one round more for each number.</summary>
    private static float[] Algorithm(int number, IEnergyEngine engine)
    {
        var x = Images(number);
        var results = new EnergyResults(2, Size, Layout);
        var responses = new float[2 * Layout.Length];
        for (var round = 0; round <= number; round++)
        {
            engine.Langevin(x, Theta(number), Run(number, round, 2));
            engine.Evaluate(x, Theta(number), results);
            engine.Responses(x, Layout, responses);
        }
        float[] phi = [.. results.Phi.Select(p => (float)p)];
        return [.. x.Values.Span, .. results.Gradient, .. results.Penalty, .. results.Responses, .. responses, .. phi];
    }

    private static float[] Langevin(IEnergyEngine engine, int number, int steps)
    {
        var x = Images(number);
        engine.Langevin(x, Theta(number), Run(number, 0, steps));
        return x.Values.ToArray();
    }

    private static PixelBatch Images(int number) =>
        new(RandomTrunks.Normal(new Random(number), 2 * Size.Dimension, 50), 2, Size);

    private static Theta Theta(int number) =>
        new(Layout, 1, RandomTrunks.Normal(new Random(50 + number), Layout.ThetaLength, 1e-3));

    /// <summary>Noise of another seed for each number, and the same names of chains.</summary>
    private static LangevinRun Run(int number, int round, int steps) =>
        new(
            new(0.98f, 0.02f, 0.2f),
            new PhiloxNoise((ulong)number),
            [new ChainId(0, 0), new ChainId(0, 1)],
            round,
            number,
            steps
        );

    private sealed class Counting(IEnergyEngine inner) : ForwardingEngine(inner)
    {
        public List<string> Calls { get; } = [];

        public override void Responses(
            PixelBatch x,
            ResponseLayout layout,
            Memory<float> responses,
            CancellationToken cancellation = default
        )
        {
            Calls.Add($"Responses {x.Count}");
            Inner.Responses(x, layout, responses, cancellation);
        }

        public override void Evaluate(
            PixelBatch x,
            Theta theta,
            EnergyResults results,
            CancellationToken cancellation = default
        )
        {
            Calls.Add($"Evaluate {x.Count}");
            Inner.Evaluate(x, theta, results, cancellation);
        }

        public override void Langevin(
            PixelBatch x,
            Theta theta,
            LangevinRun run,
            CancellationToken cancellation = default
        )
        {
            Calls.Add($"Langevin {x.Count}");
            Inner.Langevin(x, theta, run, cancellation);
        }
    }
}
