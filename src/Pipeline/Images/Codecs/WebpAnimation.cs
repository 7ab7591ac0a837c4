using System.Buffers.Binary;
using WFrame.Images.Formats;

namespace WFrame.Images.Codecs;

/// <summary>The first frame of an animated WebP as a file of its own, which is what the decoder can read.</summary>
/// <param name="Still">A still WebP.</param>
/// <param name="CanvasWidth">Columns of the animation.</param>
/// <param name="CanvasHeight">Rows of the animation.</param>
/// <param name="X">First column of the frame.</param>
/// <param name="Y">First row of the frame.</param>
internal sealed record WebpAnimation(byte[] Still, int CanvasWidth, int CanvasHeight, int X, int Y)
{
    private const int FrameHeader = 16;
    private const byte AlphaFlag = 0x10;

    /// <summary>The frame, or null for a file that is still. The structure was checked before.</summary>
    public static WebpAnimation? FirstFrame(ReadOnlySpan<byte> file)
    {
        // Whatever lies behind the end that the file claims is no chunk.
        file = file[..((int)ByteReader.U32(file, 4) + 8)];
        ReadOnlySpan<byte> canvas = default;
        for (var at = 12; at + 8 <= file.Length; )
        {
            var name = file.Slice(at, 4);
            var length = (int)ByteReader.U32(file, at + 4);
            var body = file.Slice(at + 8, length);
            if (name.SequenceEqual("VP8X"u8))
            {
                canvas = body;
            }
            else if (name.SequenceEqual("ANMF"u8) && length > FrameHeader && canvas.Length >= 10)
            {
                return new WebpAnimation(
                    Write(body),
                    ByteReader.U24(canvas, 4) + 1,
                    ByteReader.U24(canvas, 7) + 1,
                    2 * ByteReader.U24(body, 0),
                    2 * ByteReader.U24(body, 3)
                );
            }
            at += 8 + length + (length & 1);
        }
        return null;
    }

    /// <summary>The frame's chunks behind a header of their own; one with an alpha chunk needs the extended header.</summary>
    private static byte[] Write(ReadOnlySpan<byte> frame)
    {
        var chunks = frame[FrameHeader..];
        using var still = new MemoryStream();
        still.Write("RIFF\0\0\0\0WEBP"u8);
        if (chunks.StartsWith("ALPH"u8))
        {
            still.Write("VP8X"u8);
            still.Write([10, 0, 0, 0, AlphaFlag, 0, 0, 0]);
            // Width and height of the frame, minus one, 24 bits each, are what the extended header holds too.
            still.Write(frame.Slice(6, 6));
        }
        still.Write(chunks);
        var bytes = still.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), bytes.Length - 8);
        return bytes;
    }
}
