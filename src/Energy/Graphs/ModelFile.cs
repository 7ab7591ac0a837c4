using Google.Protobuf;

namespace WFrame.Graphs;

/// <summary>Reads and writes ONNX files; anything unreadable becomes one sentence.</summary>
internal static class ModelFile
{
    /// <summary>Parses the bytes of <paramref name="name"/>.</summary>
    /// <exception cref="InvalidContentException">Not an ONNX model, or cut short.</exception>
    public static ModelProto Parse(string name, byte[] bytes)
    {
        try
        {
            var model = ModelProto.Parser.ParseFrom(bytes);
            return model.Graph is { Node.Count: > 0 }
                ? model
                : throw new InvalidContentException(
                    $"{name} is not an ONNX model ({bytes.Length} bytes hold no graph); give an .onnx file."
                );
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new InvalidContentException(
                $"{name} is truncated or not an ONNX model ({bytes.Length} bytes); give a complete .onnx file.",
                e
            );
        }
    }

    /// <summary>Lower-case hexadecimal sha256.</summary>
    public static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
