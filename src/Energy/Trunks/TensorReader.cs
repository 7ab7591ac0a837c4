using WFrame.Graphs;

namespace WFrame.Trunks;

/// <summary>Weights of a model: initialisers and Constant nodes, by name.</summary>
internal sealed class TensorReader
{
    private readonly Dictionary<string, TensorProto> tensors = [];
    private readonly string file;

    public TensorReader(string file, GraphProto graph)
    {
        this.file = file;
        foreach (var tensor in graph.Initializer)
        {
            tensors[tensor.Name] = tensor;
        }
        foreach (var node in graph.Node.Where(n => n.OpType == "Constant" && n.Output.Count == 1))
        {
            if (node.Attribute.FirstOrDefault(a => a.Name == "value")?.T is { } value)
            {
                tensors[node.Output[0]] = value;
            }
        }
    }

    public bool Has(string name) => tensors.ContainsKey(name);

    /// <summary>Float values of rank <paramref name="rank"/>.</summary>
    /// <exception cref="InvalidContentException">Missing, not float32, of another rank or length, or not finite.</exception>
    public (int[] Shape, float[] Values) Floats(string name, int rank, string node)
    {
        if (!tensors.TryGetValue(name, out var tensor))
        {
            throw Bad(node, $"needs the initialiser '{name}', which the file does not hold");
        }
        if (ExternalWeights.Of(tensor) is { } elsewhere)
        {
            throw Bad(node, elsewhere);
        }
        if (tensor.DataType != 1)
        {
            throw Bad(node, $"has weights '{name}' of data type {tensor.DataType}; float32 (1) is supported");
        }
        if (tensor.Dims.Count != rank || tensor.Dims.Any(d => d is < 1 or > int.MaxValue))
        {
            throw Bad(
                node,
                $"has weights '{name}' of shape [{string.Join(',', tensor.Dims)}]; {rank} dimensions are needed"
            );
        }
        var values =
            tensor.FloatData.Count > 0
                ? [.. tensor.FloatData]
                : MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray();
        var length = tensor.Dims.Aggregate(1.0, (a, b) => a * b);
        if (values.Length != length)
        {
            throw Bad(node, $"has {values.Length} weights in '{name}' where its shape asks for {length}");
        }
        var bad = Array.FindIndex(values, v => !float.IsFinite(v));
        return bad < 0
            ? ([.. tensor.Dims.Select(d => (int)d)], values)
            : throw Bad(node, $"has the weight {values[bad]} at {bad} of '{name}'; weights must be finite");
    }

    private InvalidContentException Bad(string node, string reason) => new($"{file}: {node} {reason}.");
}
