namespace WFrame.Pipeline.Tests.Evaluation;

/// <summary>Just enough protocol buffer encoding to write an ONNX file: varints, and everything else length-delimited.</summary>
internal sealed class ProtoWriter
{
    private readonly MemoryStream _stream = new();

    public byte[] ToArray() => _stream.ToArray();

    public ProtoWriter Number(int field, long value)
    {
        Varint((ulong)field << 3);
        Varint((ulong)value);
        return this;
    }

    public ProtoWriter Bytes(int field, byte[] value)
    {
        Varint(((ulong)field << 3) | 2);
        Varint((ulong)value.Length);
        _stream.Write(value);
        return this;
    }

    public ProtoWriter Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public ProtoWriter Message(int field, Action<ProtoWriter> write)
    {
        var inner = new ProtoWriter();
        write(inner);
        return Bytes(field, inner.ToArray());
    }

    private void Varint(ulong value)
    {
        for (; value > 127; value >>= 7)
        {
            _stream.WriteByte((byte)(value | 128));
        }
        _stream.WriteByte((byte)value);
    }
}
