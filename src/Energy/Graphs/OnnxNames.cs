using Google.Protobuf;
using Google.Protobuf.Collections;

namespace WFrame.Graphs;

/// <summary>Gives inputs and outputs of an ONNX graph other names, for tools that bind columns by these names.</summary>
internal static class OnnxNames
{
    /// <summary>Renames values of the main graph; everything else stays as it is, unknown fields too.</summary>
    /// <param name="name">What to call the model in messages.</param>
    /// <param name="onnx">The model.</param>
    /// <param name="names">Old name to new name.</param>
    /// <exception cref="InvalidContentException">Not an ONNX model, or a name that is not in it.</exception>
    public static byte[] Rename(string name, byte[] onnx, IReadOnlyDictionary<string, string> names)
    {
        var model = ModelFile.Parse(name, onnx);
        var graph = model.Graph;
        var known = graph.Input.Concat(graph.Output).Select(v => v.Name).ToHashSet(StringComparer.Ordinal);
        if (names.Keys.FirstOrDefault(k => !known.Contains(k)) is { } missing)
        {
            throw new InvalidContentException(
                $"{name} has no input or output {missing}; it has {string.Join(", ", known)}."
            );
        }
        var taken = names.Values.ToHashSet(StringComparer.Ordinal);
        foreach (var value in graph.Input.Concat(graph.Output))
        {
            value.Name = New(value.Name);
        }
        foreach (var initializer in graph.Initializer)
        {
            initializer.Name = New(initializer.Name);
        }
        foreach (var node in graph.Node)
        {
            Rename(node.Input);
            Rename(node.Output);
        }
        return model.ToByteArray();

        void Rename(RepeatedField<string> values)
        {
            for (var i = 0; i < values.Count; i++)
            {
                values[i] = New(values[i]);
            }
        }

        // A value that already bears a new name makes room for it.
        string New(string old) =>
            names.TryGetValue(old, out var changed) ? changed
            : taken.Contains(old) ? old + "__value"
            : old;
    }
}
