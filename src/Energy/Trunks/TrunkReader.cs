using WFrame.Graphs;

namespace WFrame.Trunks;

/// <summary>Names layers as VGG does: block number (a pool ends a block), then the number within it.</summary>
internal sealed class TrunkNames
{
    private int block = 1;
    private int convolution;

    public string Convolution() => Number("conv", ++convolution);

    public string Relu() => Number("relu", convolution);

    public string Pool()
    {
        convolution = 0;
        return string.Create(CultureInfo.InvariantCulture, $"pool{block++}");
    }

    private string Number(string word, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"{word}{block}_{index}");
}

/// <summary>Turns ONNX nodes into trunk layers and names whatever does not fit.</summary>
internal sealed class TrunkReader
{
    private const string Supported = "Conv (group 1, no dilation), Relu, MaxPool and AveragePool in one chain";
    private readonly string file;
    private readonly GraphProto graph;
    private readonly TensorReader tensors;
    private readonly TrunkNames names = new();
    private readonly List<TrunkLayer> layers = [];
    private int channels = 3;

    private TrunkReader(string file, byte[] bytes)
    {
        this.file = file;
        graph = ModelFile.Parse(file, bytes).Graph;
        tensors = new(file, graph);
    }

    public static Trunk Read(string file, byte[] bytes, byte[]? cardBytes)
    {
        var sha256 = ModelFile.Sha256(bytes);
        var cardName = Path.GetFileName(Trunk.CardPath(file));
        var card = cardBytes is null ? null : TrunkCard.Parse(cardName, cardBytes);
        if (card is not null && card.Sha256 != sha256)
        {
            throw new InvalidContentException(
                $"{file} has sha256 {sha256}, its card {cardName} says {card.Sha256}; restore the file or remove the card."
            );
        }
        var reader = new TrunkReader(file, bytes);
        reader.Walk(int.MaxValue);
        var name = Path.GetFileNameWithoutExtension(file);
        return card is null
            ? Trunk.WithAssumedMean(name, reader.layers, sha256)
            : new Trunk(card.Name ?? name, reader.layers, card.Input!.Mean!, sha256)
            {
                Origin = new(card.Licence, card.Attribution, card.Source),
            };
    }

    public static Trunk Cut(string file, byte[] bytes, int convolutions)
    {
        var reader = new TrunkReader(file, bytes);
        reader.Walk(convolutions);
        return Trunk.WithAssumedMean(Path.GetFileNameWithoutExtension(file), reader.layers, "");
    }

    /// <summary>Follows the chain from the input: to the end, or past the ReLU of the given convolution.</summary>
    private void Walk(int convolutions)
    {
        var cutting = convolutions != int.MaxValue;
        var input = graph.Input.FirstOrDefault(i => !tensors.Has(i.Name)) ?? throw Bad("has no input");
        var (value, seen) = (input.Name, 0);
        for (var i = 0; i < graph.Node.Count; i++)
        {
            var node = graph.Node[i];
            if (node.OpType == "Constant")
            {
                continue;
            }
            var at = new NodeReader(file, i, node);
            if (seen == convolutions && node.OpType != "Relu" && !Passes(node))
            {
                throw at.Bad($"follows convolution {convolutions}, where a trunk must end with a Relu");
            }
            if (node.Input.Count == 0 || node.Input[0] != value || node.Output.Count == 0)
            {
                throw at.Bad($"does not continue the chain; supported are {Supported}");
            }
            value = node.Output[0];
            if (cutting && Passes(node))
            {
                continue;
            }
            if (cutting && node.OpType is not ("Conv" or "Relu" or "MaxPool" or "AveragePool"))
            {
                throw new UsageException(
                    $"Convolutions {convolutions} is not allowed: {file} has {seen} before node {i} ({node.OpType}); give 1 to {seen}.",
                    "Convolutions"
                );
            }
            layers.Add(Layer(at, node));
            seen += node.OpType == "Conv" ? 1 : 0;
            if (seen == convolutions && node.OpType == "Relu")
            {
                return;
            }
        }
        if (cutting)
        {
            throw new UsageException(
                $"Convolutions {convolutions} is not allowed: {file} has {seen}, and the last needs its Relu; give a smaller number.",
                "Convolutions"
            );
        }
        if (seen == 0 || graph.Output.Count != 1 || graph.Output[0].Name != value)
        {
            throw Bad("must hold at least one Conv, and its only output must be the end of the chain");
        }
    }

    private static bool Passes(NodeProto node) => node.OpType is "Identity" or "Dropout";

    private TrunkLayer Layer(NodeReader at, NodeProto node) =>
        node.OpType switch
        {
            "Conv" => Convolution(at, node),
            "Relu" => new ReluLayer { Name = names.Relu() },
            "MaxPool" => new MaxPoolLayer { Name = names.Pool(), Window = at.PoolWindow() },
            "AveragePool" => new AveragePoolLayer
            {
                Name = names.Pool(),
                Window = at.PoolWindow(),
                CountIncludesPadding = at.Int("count_include_pad", 0) != 0,
            },
            _ => throw at.Bad($"is not supported; supported are {Supported}"),
        };

    private ConvolutionLayer Convolution(NodeReader at, NodeProto node)
    {
        if (node.Input.Count < 2)
        {
            throw at.Bad("has no weights");
        }
        var (shape, kernel) = tensors.Floats(node.Input[1], 4, at.Name);
        if (at.Int("group", 1) != 1)
        {
            throw at.Bad($"has group {at.Int("group", 1)}; only group 1 is supported");
        }
        if (shape[1] != channels)
        {
            throw at.Bad($"takes {shape[1]} channels where the chain gives {channels}");
        }
        var bias = new float[shape[0]];
        if (node.Input.Count > 2 && node.Input[2].Length > 0)
        {
            (_, bias) = tensors.Floats(node.Input[2], 1, at.Name);
        }
        if (bias.Length != shape[0])
        {
            throw at.Bad($"has {bias.Length} biases for {shape[0]} outputs");
        }
        channels = shape[0];
        return new()
        {
            Name = names.Convolution(),
            Out = shape[0],
            In = shape[1],
            Window = at.Window(shape[2], shape[3]),
            Kernel = kernel,
            Bias = bias,
        };
    }

    private InvalidContentException Bad(string reason) => new($"{file} {reason}.");
}
