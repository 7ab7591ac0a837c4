using Google.Protobuf;
using WFrame.Files;
using WFrame.Graphs;

namespace WFrame.Trunks;

/// <content>Reading, cutting and writing trunk files, and trunks inside other files, such as a learned model.</content>
public sealed partial class Trunk
{
    /// <summary>The VGG mean, B G R: used for a trunk without a card.</summary>
    public static IReadOnlyList<float> VggMean { get; } = [103.939f, 116.779f, 123.68f];

    /// <summary>True when the file had no card and <see cref="VggMean"/> was assumed.</summary>
    public bool MeanAssumed { get; private init; }

    /// <summary>Whose weights they are, as far as known; kept from card to card.</summary>
    public TrunkOrigin? Origin { get; init; }

    /// <summary>The default trunk: VGG-16 conv1_1..conv2_2, which this assembly carries.</summary>
    /// <exception cref="InvalidContentException">The assembly was built with a trunk that differs from its card.</exception>
    public static Trunk Vgg16Conv4() =>
        TrunkReader.Read("vgg16_conv4.onnx", Resource("vgg16_conv4.onnx"), Resource("vgg16_conv4.json"));

    /// <summary>
    /// Reads an ONNX chain of Conv (group 1), Relu, MaxPool and AveragePool, and its card (same name, .json) if there is one.
    /// </summary>
    /// <exception cref="InvalidContentException">
    /// Truncated, not such a chain, wrong channel counts, missing or non-finite weights, or another sha256 than the card says.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Trunk Load(string path)
    {
        var card = CardPath(path);
        return TrunkReader.Read(path, File.ReadAllBytes(path), File.Exists(card) ? File.ReadAllBytes(card) : null);
    }

    /// <summary>
    /// Cuts the first <paramref name="convolutions"/> convolutions, with their ReLUs and the pools between, out of a whole
    /// ONNX classifier; Identity and Dropout nodes are passed over. The classifier must take B, G, R minus <see cref="VggMean"/>.
    /// </summary>
    /// <exception cref="InvalidContentException">The classifier does not begin with such a chain.</exception>
    /// <exception cref="UsageException"><paramref name="convolutions"/> is below 1 or more than the classifier has.</exception>
    public static Trunk Cut(string fullOnnxPath, int convolutions) =>
        convolutions < 1
            ? throw new UsageException($"Convolutions {convolutions} is not allowed; give 1 or more.", "Convolutions")
            : TrunkReader.Cut(fullOnnxPath, File.ReadAllBytes(fullOnnxPath), convolutions);

    /// <summary>Writes the trunk as ONNX (opset 17) and its card beside it (same name, .json); the same trunk gives the same bytes.</summary>
    /// <exception cref="IOException">The folder does not exist or cannot be written.</exception>
    public void Save(string path)
    {
        var (onnx, card) = ToBytes();
        AtomicFile.Write(path, onnx);
        AtomicFile.Write(CardPath(path), card);
    }

    /// <summary>Reads the bytes of an ONNX chain and of its card, as <see cref="Load"/> reads files.</summary>
    /// <param name="name">What to call it in messages; the trunk's name when the card gives none.</param>
    /// <param name="onnx">ONNX bytes.</param>
    /// <param name="card">The card's JSON, or null for none.</param>
    /// <exception cref="InvalidContentException">As <see cref="Load"/>.</exception>
    public static Trunk Read(string name, byte[] onnx, byte[]? card = null) => TrunkReader.Read(name, onnx, card);

    /// <summary>The bytes that <see cref="Save"/> writes: ONNX and card; the same trunk gives the same bytes.</summary>
    public (byte[] Onnx, byte[] Card) ToBytes()
    {
        var onnx = TrunkWriter.Model(this).ToByteArray();
        return (onnx, TrunkCard.Of(this, ModelFile.Sha256(onnx)).ToJson());
    }

    /// <summary>The card that belongs to a trunk file.</summary>
    public static string CardPath(string path) => Path.ChangeExtension(path, ".json");

    internal static Trunk WithAssumedMean(string name, IReadOnlyList<TrunkLayer> layers, string sha256) =>
        new(name, layers, VggMean, sha256) { MeanAssumed = true };

    private static byte[] Resource(string name) => EmbeddedFile.Read(typeof(Trunk).Assembly, name);
}
