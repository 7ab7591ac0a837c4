using BenchmarkDotNet.Attributes;
using Microsoft.ML.OnnxRuntime;
using WFrame.Evaluation;
using WFrame.Evaluation.Classifiers;
using WFrame.Images.Sources;

namespace WFrame.Bench;

/// <summary>
/// Images through GoogLeNet: the whole feature pass (hash, decode, resize, infer, check) beside nothing but ONNX Runtime on
/// one batch that is ready in memory, with as many threads. The pass should take no more than 10 % longer.
/// Needs models/googlenet and data/cifar10 in the folder that WFRAME_SHARED names.
/// </summary>
[Config(typeof(OneProcess))]
[MedianColumn]
public class InceptionThroughput
{
    private const int Images = 160;
    private const int BatchSize = 16;
    private readonly float[] _input = new float[BatchSize * 3 * 224 * 224];
    private readonly RunOptions _runOptions = new();
    private ImageSet _set = ImageSet.FromImages("none", []);
    private Classifier? _classifier;
    private InferenceSession? _session;

    [GlobalSetup]
    public void Open()
    {
        var shared =
            Environment.GetEnvironmentVariable("WFRAME_SHARED")
            ?? throw new InvalidOperationException("Set WFRAME_SHARED to the folder that holds models/ and data/.");
        var entries = ImageSource.Expand([Path.Combine(shared, "data", "cifar10")]);
        _set = ImageSet.FromEntries(entries.Take(Images));
        _classifier = Classifier.Load(Path.Combine(shared, "models", "googlenet", "googlenet.json"));
        using var options = new SessionOptions { IntraOpNumThreads = Environment.ProcessorCount };
        _session = new InferenceSession(_classifier.Card.ModelPath, options);
        var random = new Random(1);
        for (var i = 0; i < _input.Length; i++)
        {
            _input[i] = random.Next(256) - 117;
        }
    }

    [GlobalCleanup]
    public void Close()
    {
        _classifier?.Dispose();
        _session?.Dispose();
        _runOptions.Dispose();
    }

    [Benchmark(Baseline = true)]
    public void BareBatchLoop()
    {
        long[] shape = [BatchSize, 3, 224, 224];
        for (var done = 0; done < Images; done += BatchSize)
        {
            using var tensor = OrtValue.CreateTensorValueFromMemory(_input, shape);
            var inputs = new Dictionary<string, OrtValue> { ["data"] = tensor };
            using var outputs = _session!.Run(_runOptions, inputs, ["logits", "features"]);
        }
    }

    [Benchmark]
    public ImageFeatures FeaturePassOfImages() => FeaturePass.Run(_set, _classifier!, new() { BatchSize = BatchSize });
}
