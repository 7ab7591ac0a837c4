using Google.Protobuf;

namespace WFrame.Graphs;

/// <summary>Weights that lie in another file than the graph. They are not read: their path may lead anywhere.</summary>
internal static class ExternalWeights
{
    /// <summary>What to say of a tensor whose values lie elsewhere, continuing a sentence; null where they are inside.</summary>
    public static string? Of(TensorProto tensor)
    {
        if (tensor.DataLocation == 0)
        {
            return null;
        }
        var location = tensor.ExternalData.FirstOrDefault(entry => entry.Key == "location")?.Value ?? "another file";
        return $"has its weights '{tensor.Name}' as external data in {location}, which is not read; save the model with "
            + "its weights inside (in Python: onnx.save(onnx.load(file), other_file))";
    }

    /// <summary>The same of the first such tensor of a model; null too where it is no model.</summary>
    public static string? Of(byte[] model)
    {
        try
        {
            return ModelProto.Parser.ParseFrom(model).Graph?.Initializer.Select(Of).FirstOrDefault(f => f is not null);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }
}
