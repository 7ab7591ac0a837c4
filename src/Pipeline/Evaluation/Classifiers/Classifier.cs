using Microsoft.ML.OnnxRuntime;
using WFrame.Graphs;
using WFrame.Images;
using WFrame.Ort;

namespace WFrame.Evaluation.Classifiers;

/// <summary>
/// An ONNX classifier and its card, checked against each other. Runs on the CPU with one thread a call: several threads
/// may call <see cref="Run"/> at once, which keeps every core busy through decoding, resizing and inference alike and
/// makes the values independent of the thread count. Owns native memory; dispose it: that waits for calls that run, and
/// later ones get an <see cref="ObjectDisposedException"/>.
/// </summary>
public sealed class Classifier : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();
    private readonly UseGate _gate = new(typeof(Classifier), exclusive: false);
    private readonly string[] _outputNames;

    private Classifier(ClassifierCard card)
    {
        Card = card;
        _session = Open(card);
        Preparation = new InputPreparation(card.Input);
        _outputNames = [.. Outputs.Select(o => o.Name)];
    }

    /// <summary>The card.</summary>
    public ClassifierCard Card { get; }

    internal InputPreparation Preparation { get; }

    private IEnumerable<ClassifierOutput> Outputs => new[] { Card.Logits, Card.Features }.OfType<ClassifierOutput>();

    /// <summary>Reads card and model, and runs plain images through to see that the outputs are what the card says.</summary>
    /// <param name="path">The card (.json) or the ONNX file beside it.</param>
    /// <exception cref="InvalidContentException">
    /// A missing or wrong field of the card, another sha256, a file that ONNX Runtime cannot load, or inputs and outputs that
    /// do not match the card.
    /// </exception>
    public static Classifier Load(string path)
    {
        var card = ClassifierCard.Load(path);
        try
        {
            var classifier = new Classifier(card);
            try
            {
                classifier.CheckOutputs();
                return classifier;
            }
            catch
            {
                classifier.Dispose();
                throw;
            }
        }
        catch (OnnxRuntimeException broken)
        {
            throw new InvalidContentException(
                $"{card.ModelPath}: ONNX Runtime cannot use this classifier: {broken.Message}",
                broken
            );
        }
    }

    /// <summary>Outputs of one batch of prepared inputs.</summary>
    /// <param name="input">Values, [N,3,H,W] or [N,H,W,3] as the card says.</param>
    /// <param name="shape">That shape.</param>
    /// <param name="logits">Receives [N,K]; empty where the card has none.</param>
    /// <param name="features">Receives [N,D]; empty where the card has none.</param>
    internal void Run(Memory<float> input, long[] shape, Span<float> logits, Span<float> features)
    {
        using var tensor = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, input, shape);
        var inputs = new Dictionary<string, OrtValue> { [Card.Input.Name] = tensor };
        using var results = Infer(inputs, shape);
        var next = 0;
        foreach (var output in Outputs)
        {
            var values = results[next++].GetTensorDataAsSpan<float>();
            var target = ReferenceEquals(output, Card.Logits) ? logits : features;
            if (values.Length != target.Length)
            {
                throw new InvalidContentException(
                    $"{Card.ModelPath}: output {output.Name} gave {values.Length} numbers for {shape[0]} images, its card says "
                        + $"{output.Columns} for each."
                );
            }
            values.CopyTo(target);
        }
    }

    private IDisposableReadOnlyCollection<OrtValue> Infer(Dictionary<string, OrtValue> inputs, long[] shape)
    {
        using var visit = _gate.Enter();
        try
        {
            return _session.Run(_runOptions, inputs, _outputNames);
        }
        catch (OnnxRuntimeException broken)
        {
            throw new InvalidContentException(
                $"{Card.ModelPath}: ONNX Runtime cannot run this classifier on images of shape [{string.Join(',', shape)}]: "
                    + broken.Message,
                broken
            );
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_gate.Close())
        {
            _session.Dispose();
            _runOptions.Dispose();
        }
    }

    private static InferenceSession Open(ClassifierCard card)
    {
        OrtNatives.Require();
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        var model = card.ReadModel();
        // ONNX Runtime would look for them in whatever folder the process runs in, or anywhere else.
        return ExternalWeights.Of(model) is { } elsewhere
            ? throw new InvalidContentException($"{card.ModelPath} {elsewhere}.")
            : new InferenceSession(model, options);
    }

    private void CheckOutputs()
    {
        CheckMetadata();
        var size = Card.Input.Size ?? new ImageSize(32, 32);
        var values = new float[size.Dimension];
        var probabilities = Card.Logits is not null;
        foreach (byte level in (byte[])[128, 0, 255])
        {
            var plain = new RgbImage(size.Width, size.Height);
            Array.Fill(plain.Pixels, level);
            Preparation.Fill(plain, values);
            var logits = new float[Card.Logits?.Columns ?? 0];
            Run(values, Preparation.Shape(1, plain), logits, new float[Card.Features?.Columns ?? 0]);
            probabilities &= AreProbabilities(logits);
        }
        // Softmax of a softmax is nearly flat: every score would be about 1 and mean nothing.
        if (probabilities)
        {
            throw new InvalidContentException(
                $"{Card.ModelPath}: output {Card.Logits!.Name} gives probabilities (none negative, their sum 1), its card calls "
                    + "them logits; name the output before the softmax."
            );
        }
    }

    /// <summary>Compares what the card says with what the ONNX file declares; declared sizes may be open (-1).</summary>
    private void CheckMetadata()
    {
        var size = Card.Input.Size;
        Require(
            "input",
            Card.Input.Name,
            _session.InputMetadata,
            Card.Input.ChannelsFirst
                ? [-1, 3, size?.Height ?? -1, size?.Width ?? -1]
                : [-1, size?.Height ?? -1, size?.Width ?? -1, 3]
        );
        foreach (var output in Outputs)
        {
            Require("output", output.Name, _session.OutputMetadata, [-1, output.Columns]);
        }
    }

    private void Require(string kind, string name, IReadOnlyDictionary<string, NodeMetadata> declared, int[] expected)
    {
        if (!declared.TryGetValue(name, out var metadata))
        {
            throw new InvalidContentException(
                $"{Card.ModelPath}: the card names {kind} {name}, the classifier has {string.Join(", ", declared.Keys)}; "
                    + "correct the card."
            );
        }
        var actual = metadata.IsTensor ? metadata.Dimensions : [];
        var matches = metadata.IsTensor && metadata.ElementType == typeof(float) && actual.Length == expected.Length;
        for (var i = 0; matches && i < expected.Length; i++)
        {
            matches = expected[i] < 0 || actual[i] < 0 || actual[i] == expected[i];
        }
        if (!matches)
        {
            throw new InvalidContentException(
                $"{Card.ModelPath}: {kind} {name} is {metadata.ElementType?.Name ?? "no tensor"} {Shape(actual)}, its card says "
                    + $"Single {Shape(expected)}; correct the card."
            );
        }
        if (kind == "input" && actual[0] > 0)
        {
            throw new InvalidContentException(
                $"{Card.ModelPath}: input {name} takes batches of exactly {actual[0]} images; export it with a free batch size."
            );
        }
    }

    private static string Shape(int[] sizes) => $"[{string.Join(",", sizes.Select(s => s < 0 ? "?" : $"{s}"))}]";

    private static bool AreProbabilities(float[] values) =>
        values.Length > 1 && values.All(v => v >= 0) && Math.Abs(values.Sum(v => (double)v) - 1) < 1e-4;
}
