using Microsoft.ML.OnnxRuntime;
using WFrame.Evaluation;
using WFrame.Evaluation.Classifiers;
using WFrame.Images.Sources;

namespace WFrame.Bench;

/// <summary>
/// Images through GoogLeNet: the whole feature pass (hash, decode, resize, infer, check) beside nothing but ONNX Runtime on
/// one batch that is ready in memory, with as many threads. The pass should take no more than 10 % longer.
/// </summary>
internal static class QuickFeatures
{
    private const int Images = 160;
    private const int BatchSize = 16;
    private const int Rounds = 15;

    /// <param name="shared">A folder with models/googlenet and data/cifar10.</param>
    public static BenchReport Run(string shared)
    {
        var set = ImageSet.FromEntries(ImageSource.Expand([Path.Combine(shared, "data", "cifar10")]).Take(Images));
        using var classifier = Classifier.Load(Path.Combine(shared, "models", "googlenet", "googlenet.json"));
        using var options = new SessionOptions { IntraOpNumThreads = Environment.ProcessorCount };
        using var session = new InferenceSession(classifier.Card.ModelPath, options);
        using var runOptions = new RunOptions();
        var random = new Random(1);
        float[] input = [.. Enumerable.Range(0, BatchSize * 3 * 224 * 224).Select(_ => random.Next(256) - 117)];

        var (bare, pass) = Stopwatching.Alternate(
            Rounds,
            BareBatchLoop,
            () => FeaturePass.Run(set, classifier, new() { BatchSize = BatchSize })
        );
        var report = new BenchReport("features", "images", "bare loop", "feature pass", "ratio", "ratio of medians");
        report.Add(
            $"{Images}",
            $"{bare.Min:f0} ({bare.Median:f0})",
            $"{pass.Min:f0} ({pass.Median:f0})",
            $"{pass.Min / bare.Min:f3}",
            $"{pass.Median / bare.Median:f3}"
        );
        report.Note($"Milliseconds, smallest (median) of {Rounds} by turns.");
        return report;

        void BareBatchLoop()
        {
            for (var done = 0; done < Images; done += BatchSize)
            {
                using var tensor = OrtValue.CreateTensorValueFromMemory(input, [BatchSize, 3, 224, 224]);
                var inputs = new Dictionary<string, OrtValue> { ["data"] = tensor };
                using var outputs = session.Run(runOptions, inputs, ["logits", "features"]);
            }
        }
    }
}
