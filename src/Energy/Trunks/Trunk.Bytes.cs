using WFrame.Graphs;

namespace WFrame.Trunks;

/// <content>A trunk inside another file, such as a learned model.</content>
public sealed partial class Trunk
{
    /// <summary>Reads the bytes of an ONNX chain and of its card, as <see cref="Load"/> reads files.</summary>
    /// <param name="name">What to call it in messages; the trunk's name when the card gives none.</param>
    /// <param name="onnx">ONNX bytes.</param>
    /// <param name="card">The card's JSON, or null for none.</param>
    /// <exception cref="InvalidContentException">As <see cref="Load"/>.</exception>
    public static Trunk Read(string name, byte[] onnx, byte[]? card = null) => TrunkReader.Read(name, onnx, card);

    /// <summary>The bytes that <see cref="Save"/> writes: ONNX and card; the same trunk gives the same bytes.</summary>
    public (byte[] Onnx, byte[] Card) ToBytes()
    {
        var onnx = TrunkWriter.Write(this);
        return (onnx, TrunkCard.Of(this, ModelFile.Sha256(onnx)).ToJson());
    }
}
