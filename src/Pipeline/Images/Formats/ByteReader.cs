using System.Buffers.Binary;

namespace WFrame.Images.Formats;

/// <summary>Fixed-width integers at a position of a byte span, in both byte orders.</summary>
internal static class ByteReader
{
    public static int U16Big(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadUInt16BigEndian(data[at..]);

    public static uint U32Big(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadUInt32BigEndian(data[at..]);

    public static int U16(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadUInt16LittleEndian(data[at..]);

    public static uint U32(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadUInt32LittleEndian(data[at..]);

    public static int I32(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadInt32LittleEndian(data[at..]);

    public static int U24(ReadOnlySpan<byte> data, int at) => U16(data, at) | (data[at + 2] << 16);
}
