using WFrame.Files;

namespace WFrame.Evaluation.Classifiers;

/// <summary>
/// What must be said of an ONNX classifier before its scores mean anything (schema wframe.classifier-card/1): the protocol
/// that names weights and preprocessing, the weights' sha256, the input contract and the outputs.
/// </summary>
public sealed record ClassifierCard
{
    /// <summary>The schema that is read.</summary>
    public const string Schema = "wframe.classifier-card/1";

    /// <summary>Identity of weights and preprocessing; only scores of the same protocol compare.</summary>
    public required string Protocol { get; init; }

    /// <summary>Name for people.</summary>
    public required string Name { get; init; }

    /// <summary>Path of the ONNX file, beside the card.</summary>
    public required string ModelPath { get; init; }

    /// <summary>Lower-case hexadecimal sha256 of the ONNX file.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Input contract.</summary>
    public required ClassifierInput Input { get; init; }

    /// <summary>Class scores before softmax, for Inception scores; null: the network has none.</summary>
    public ClassifierOutput? Logits { get; init; }

    /// <summary>Pooled features, for FID, KID, precision and recall; null: the network has none.</summary>
    public ClassifierOutput? Features { get; init; }

    /// <summary>Reads a card.</summary>
    /// <param name="path">The card (.json), or the ONNX file that it lies beside under the same name.</param>
    /// <exception cref="InvalidContentException">Missing file, no JSON, or a missing or wrong field, which is named.</exception>
    public static ClassifierCard Load(string path)
    {
        var isModel = Path.GetExtension(path).Equals(".onnx", StringComparison.OrdinalIgnoreCase);
        var file = isModel ? Path.ChangeExtension(path, ".json") : path;
        if (!File.Exists(file))
        {
            throw new InvalidContentException(
                isModel && File.Exists(path)
                    ? $"{path}: its card {file} does not exist; write one ({Schema}) that says how images enter the network."
                    : $"{file}: the classifier card does not exist."
            );
        }
        try
        {
            using var document = StrictJson.Parse(File.ReadAllBytes(file));
            var card = CardReader.Read(new CardJson(file, "", document.RootElement));
            if (isModel && Path.GetFullPath(path) != Path.GetFullPath(card.ModelPath))
            {
                throw new InvalidContentException($"{file}: field file names {card.ModelPath}, not {path}.");
            }
            return card;
        }
        catch (JsonException broken)
        {
            throw new InvalidContentException(
                $"{file}: the classifier card is no valid JSON: {broken.Message.TrimEnd('.')}.",
                broken
            );
        }
    }

    /// <summary>The model's bytes, checked against <see cref="Sha256"/>.</summary>
    /// <exception cref="InvalidContentException">The file is missing or another one.</exception>
    internal byte[] ReadModel()
    {
        if (!File.Exists(ModelPath))
        {
            throw new InvalidContentException($"{ModelPath}: the classifier that its card names does not exist.");
        }
        var bytes = File.ReadAllBytes(ModelPath);
        var actual = Convert.ToHexStringLower(SHA256.HashData(bytes));
        return actual == Sha256
            ? bytes
            : throw new InvalidContentException(
                $"{ModelPath}: its sha256 is {actual}, the card says {Sha256}; take the file that belongs to the card."
            );
    }
}
