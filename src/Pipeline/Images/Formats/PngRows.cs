using System.IO.Compression;

namespace WFrame.Images.Formats;

/// <summary>Whether the compressed data of a PNG hold all its rows: decoders fill in for what is missing.</summary>
internal static class PngRows
{
    /// <summary>First row and column, and the steps, of the seven passes of an interlaced picture.</summary>
    private static readonly (int Y, int X, int StepY, int StepX)[] Passes =
    [
        (0, 0, 8, 8),
        (0, 4, 8, 8),
        (4, 0, 8, 4),
        (0, 2, 4, 4),
        (2, 0, 4, 2),
        (0, 1, 2, 2),
        (1, 0, 2, 1),
    ];

    /// <exception cref="BadImageException">Rows are missing, or the data cannot be unpacked.</exception>
    public static void Check(byte[] zlib, ImageHeader header, int bitsPerPixel, bool interlaced)
    {
        var needed = interlaced
            ? Passes.Sum(p =>
                Length(Count(header.Height, p.Y, p.StepY), Count(header.Width, p.X, p.StepX), bitsPerPixel)
            )
            : Length(header.Height, header.Width, bitsPerPixel);
        using var unpacked = new ZLibStream(new MemoryStream(zlib), CompressionMode.Decompress);
        var buffer = new byte[1 << 16];
        try
        {
            for (int read; needed > 0; needed -= read)
            {
                read = unpacked.Read(buffer, 0, (int)Math.Min(needed, buffer.Length));
                if (read == 0)
                {
                    throw BadImageException.Truncated("the pixel data ends early");
                }
            }
        }
        catch (InvalidDataException)
        {
            throw BadImageException.Corrupt("its pixel data cannot be unpacked");
        }
    }

    private static int Count(int length, int first, int step) => (length - first + step - 1) / step;

    /// <summary>A byte that names the filter stands before each row; a pass without columns has no rows.</summary>
    private static long Length(long rows, long columns, int bits) =>
        columns == 0 ? 0 : rows * (1 + (((columns * bits) + 7) / 8));
}
