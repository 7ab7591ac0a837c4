using WFrame.Cpu;
using WFrame.Engines;
using WFrame.Noise;
using WFrame.Ort;
using WFrame.Responses;
using WFrame.Trunks;

namespace WFrame.Energy.Tests.Engines;

/// <summary>Models that share calls get the bytes that they get alone, however many there are.</summary>
public sealed class GroupTests
{
    private const int Chains = 3;
    private static readonly ImageSize Size = new(12, 16);
    private static readonly Trunk Vgg = Trunk.Vgg16Conv4();

    private static readonly Dictionary<string, Func<IEnergyEngine>> Engines = new()
    {
        ["cpu, 1 thread"] = () => new CpuEngine(Vgg, threads: 1),
        ["cpu, 2 threads"] = () => new CpuEngine(Vgg, threads: 2),
        ["ort-cpu, 2 threads"] = () => new OrtEngine(Vgg, OrtDevice.Cpu, threads: 2),
        ["ort-cpu as a device"] = () => new OrtEngine(Vgg, new OrtDevice(null, Remote: true), threads: 2),
    };

    public static TheoryData<string, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int>();
            foreach (var engine in Engines.Keys)
            {
                cases.Add(engine, 1);
                cases.Add(engine, 2);
                cases.Add(engine, 5);
            }
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Given_models_When_they_share_calls_Then_the_bytes_are_those_of_each_alone(string engine, int models)
    {
        using var made = Engines[engine]();
        foreach (var layout in Layouts())
        {
            float[][] alone = [.. Enumerable.Range(0, models).Select(k => Everything(made, layout, k, 1))];

            var together = Everything(made, layout, 0, models);

            // Models one behind the other in each output: what a model has alone lies between those of its neighbours.
            var sizes = Sizes(layout);
            for (var (output, start) = (0, 0); output < sizes.Length; start += models * sizes[output++])
            {
                for (var k = 0; k < models; k++)
                {
                    var expected = alone[k].AsSpan(sizes[..output].Sum(), sizes[output]);
                    var actual = together.AsSpan(start + (k * sizes[output]), sizes[output]);
                    Assert.True(
                        MemoryMarshal.AsBytes(expected).SequenceEqual(MemoryMarshal.AsBytes(actual)),
                        $"output {output} of model {k} of {models}, {layout}"
                    );
                }
            }
        }
    }

    private static IEnumerable<ResponseLayout> Layouts() =>
        [
            Vgg.Layout(Size, ThetaForm.Spatial),
            Vgg.Layout(Size, ThetaForm.Filter),
            Vgg.Layout(Size, [new Tap("conv1_2", ThetaForm.Filter), new Tap("conv2_2", ThetaForm.Spatial)]),
        ];

    /// <summary>Numbers of one model in each output.</summary>
    private static int[] Sizes(ResponseLayout layout) =>
        [.. new[] { Size.Dimension, Size.Dimension, layout.Length, layout.ThetaLength, 1 }.Select(n => Chains * n)];

    /// <summary>Steps, G, F, P and Phi of some models from one on, each with a theta, chains and noise of its own.</summary>
    private static float[] Everything(IEnergyEngine engine, ResponseLayout layout, int first, int models)
    {
        var count = models * Chains;
        var numbers = Enumerable.Range(first, models);
        float[] theta = [.. numbers.SelectMany(k => Normal(k, layout.ThetaLength, 1e-3))];
        float[] pixels = [.. numbers.SelectMany(k => Normal(100 + k, Chains * Size.Dimension, 50))];
        var x = new PixelBatch(pixels, count, Size);
        var of = new Theta(layout, models, theta);
        var results = new EnergyResults(count, Size, layout);
        engine.Langevin(
            x,
            of,
            new(
                new(0.98f, 0.02f, 0.2f),
                new PhiloxNoise(3),
                [.. numbers.SelectMany(k => Enumerable.Range(0, Chains).Select(i => new ChainId(k, i)))],
                Iteration: 1,
                FirstStep: 2,
                Steps: 3
            )
        );
        engine.Evaluate(x, of, results);
        float[] phi = [.. results.Phi.Select(p => (float)p)];
        return [.. x.Values.Span, .. results.Gradient, .. results.Responses, .. results.Penalty, .. phi];
    }

    private static float[] Normal(int seed, int count, double scale) =>
        RandomTrunks.Normal(new Random(seed), count, scale);
}
