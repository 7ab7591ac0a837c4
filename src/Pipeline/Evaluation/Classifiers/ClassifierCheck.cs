using Microsoft.ML.OnnxRuntime;

namespace WFrame.Evaluation.Classifiers;

/// <summary>Compares what a card says with what the ONNX file declares; declared sizes may be open (-1).</summary>
internal static class ClassifierCheck
{
    /// <exception cref="InvalidContentException">A name, type or size differs.</exception>
    public static void Metadata(ClassifierCard card, InferenceSession session)
    {
        var input = Find(card, "input", card.Input.Name, session.InputMetadata);
        var size = card.Input.Size;
        Require(
            card,
            "input",
            card.Input.Name,
            input,
            card.Input.ChannelsFirst
                ? [-1, 3, size?.Height ?? -1, size?.Width ?? -1]
                : [-1, size?.Height ?? -1, size?.Width ?? -1, 3]
        );
        foreach (var output in new[] { card.Logits, card.Features }.OfType<ClassifierOutput>())
        {
            var declared = Find(card, "output", output.Name, session.OutputMetadata);
            Require(card, "output", output.Name, declared, [-1, output.Columns]);
        }
    }

    private static NodeMetadata Find(
        ClassifierCard card,
        string kind,
        string name,
        IReadOnlyDictionary<string, NodeMetadata> declared
    ) =>
        declared.TryGetValue(name, out var metadata)
            ? metadata
            : throw new InvalidContentException(
                $"{card.ModelPath}: the card names {kind} {name}, the classifier has {string.Join(", ", declared.Keys)}; "
                    + "correct the card."
            );

    private static void Require(ClassifierCard card, string kind, string name, NodeMetadata metadata, int[] expected)
    {
        var actual = metadata.IsTensor ? metadata.Dimensions : [];
        var matches = metadata.IsTensor && metadata.ElementType == typeof(float) && actual.Length == expected.Length;
        for (var i = 0; matches && i < expected.Length; i++)
        {
            matches = expected[i] < 0 || actual[i] < 0 || actual[i] == expected[i];
        }
        if (!matches)
        {
            throw new InvalidContentException(
                $"{card.ModelPath}: {kind} {name} is {metadata.ElementType?.Name ?? "no tensor"} {Shape(actual)}, its card says "
                    + $"Single {Shape(expected)}; correct the card."
            );
        }
        if (kind == "input" && actual[0] > 0)
        {
            throw new InvalidContentException(
                $"{card.ModelPath}: input {name} takes batches of exactly {actual[0]} images; export it with a free batch size."
            );
        }
    }

    private static string Shape(int[] sizes) => $"[{string.Join(",", sizes.Select(s => s < 0 ? "?" : $"{s}"))}]";
}
