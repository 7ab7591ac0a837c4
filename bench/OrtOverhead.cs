using BenchmarkDotNet.Attributes;
using Microsoft.ML.OnnxRuntime;
using WFrame.Engines;
using WFrame.Graphs;
using WFrame.Ort;
using WFrame.Responses;
using WFrame.Trunks;

namespace WFrame.Bench;

/// <summary>
/// One Langevin step of <see cref="OrtEngine"/> against the bare InferenceSession.Run of the same gradient graph, 9 chains,
/// one thread each; the Ratio column is the engine's overhead. Also one session of two threads, for comparison with two.
/// </summary>
[SimpleJob(warmupCount: 2, iterationCount: 10, invocationCount: 4)]
public class OrtOverhead
{
    private const int Chains = 9;
    private OrtEngine one = null!;
    private OrtEngine two = null!;
    private InferenceSession bare = null!;
    private InferenceSession bareTwo = null!;
    private InferenceSession bareScatter = null!;
    private OrtValue[] inputs = null!;
    private PixelBatch x = null!;
    private Theta theta = null!;
    private readonly RunOptions options = new();
    private readonly string[] names = ["x", "theta"];
    private readonly string[] outputs = ["gradient"];

    /// <summary>Side of the images in pixels.</summary>
    [Params(32, 64)]
    public int Pixels { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var trunk = Trunk.Vgg16Conv4();
        var size = new ImageSize(Pixels, Pixels);
        var random = new Random(1);
        (x, theta) = (new(Chains, size), new(trunk.Layout(size, ThetaForm.Spatial), 1));
        foreach (ref var value in x.Values.Span)
        {
            value = random.Next(-100, 100);
        }
        foreach (ref var value in theta.Values.AsSpan())
        {
            value = random.NextSingle() - 0.5f;
        }
        (one, two) = (new(trunk, OrtDevice.Cpu, 1), new(trunk, OrtDevice.Cpu, 2));
        var graph = GradientGraphs.Gradient(trunk, null, phi: false, unpool: true);
        (bare, bareTwo) = (Session(graph, 1), Session(graph, 2));
        bareScatter = Session(GradientGraphs.Gradient(trunk, null, phi: false, unpool: false), 1);
        var map = theta.Layout.Taps[0];
        inputs =
        [
            OrtValue.CreateTensorValueFromMemory(x.Values.ToArray(), [Chains, 3, Pixels, Pixels]),
            OrtValue.CreateTensorValueFromMemory(theta.Values, [1, map.Channels, map.Height, map.Width]),
        ];
    }

    [Benchmark(Baseline = true)]
    public void BareRun() => Run(bare);

    [Benchmark]
    public void BareRunTwoThreads() => Run(bareTwo);

    [Benchmark]
    public void BareRunScatter() => Run(bareScatter);

    [Benchmark]
    public void EngineStep() => Step(one);

    [Benchmark]
    public void EngineStepTwoThreads() => Step(two);

    [GlobalCleanup]
    public void Cleanup()
    {
        one.Dispose();
        two.Dispose();
        bare.Dispose();
        bareTwo.Dispose();
        bareScatter.Dispose();
        foreach (var input in inputs)
        {
            input.Dispose();
        }
    }

    private static InferenceSession Session(byte[] graph, int threads)
    {
        using var sessionOptions = new SessionOptions { IntraOpNumThreads = threads };
        sessionOptions.GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL;
        return new InferenceSession(graph, sessionOptions);
    }

    private void Run(InferenceSession session)
    {
        using var results = session.Run(options, names, inputs, outputs);
    }

    // Coefficients of 1, 0 and 0 leave x where it is: every run measures the same work.
    private void Step(OrtEngine engine) =>
        engine.Langevin(x, theta, new(new(1, 0, 0), null!, new ChainId[Chains], 0, 0, 1));
}
