using System.Buffers;
using System.IO.Compression;

namespace WFrame.Images.Formats;

/// <summary>
/// Walks the chunks of a PNG. Gives the header and a copy that holds only what defines the pixels (IHDR, PLTE, tRNS,
/// IDAT, IEND): colour profiles and gAMA cannot change values then, and a text chunk cannot be unpacked into gigabytes.
/// </summary>
internal sealed class PngStructure
{
    private const int HeaderLength = 13;

    private static readonly uint[] CrcTable = MakeCrcTable();

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

    private readonly ArrayBufferWriter<byte> _kept;
    private readonly ArrayBufferWriter<byte> _pixelData = new();
    private readonly AlphaHandling _alpha;
    private readonly int _limit;
    private ColorType _color;
    private bool _hasPalette;
    private int _bitsPerPixel;
    private bool _interlaced;

    private PngStructure(int capacity, AlphaHandling alpha, int limit) =>
        (_kept, _alpha, _limit) = (new(capacity), alpha, limit);

    private enum ColorType
    {
        Grey = 0,
        Rgb = 2,
        Palette = 3,
        GreyAlpha = 4,
        Rgba = 6,
    }

    /// <summary>Size and orientation.</summary>
    public ImageHeader Header { get; private set; }

    /// <summary>Whether there is a tRNS chunk.</summary>
    public bool Transparency { get; private set; }

    /// <summary>What to decode.</summary>
    public ReadOnlyMemory<byte> Essential => _kept.WrittenMemory;

    /// <param name="file">The whole file, which begins with the signature.</param>
    /// <param name="alpha">With <see cref="AlphaHandling.Drop"/> tRNS is left out, so colours stay as stored.</param>
    /// <param name="limit">Pixels, at most.</param>
    /// <exception cref="BadImageException">The file is not whole or contradicts the format.</exception>
    public static PngStructure Read(ReadOnlySpan<byte> file, AlphaHandling alpha, int limit)
    {
        var png = new PngStructure(file.Length, alpha, limit);
        png._kept.Write(file[..8]);
        var at = 8;
        ReadOnlySpan<byte> name;
        do
        {
            var chunk = NextChunk(file, at);
            name = chunk.Slice(4, 4);
            if ((at == 8) != name.SequenceEqual("IHDR"u8))
            {
                throw BadImageException.Corrupt("the PNG header chunk is not the first, or not the only one");
            }
            png.Take(name, chunk);
            at += chunk.Length;
        } while (!name.SequenceEqual("IEND"u8));
        if (png._pixelData.WrittenCount == 0)
        {
            throw BadImageException.Corrupt("it holds no pixel data");
        }
        png.CheckRows();
        return png;
    }

    /// <summary>Bits a channel, from the header of a whole file.</summary>
    public static int Bits(ReadOnlySpan<byte> file) => file[24];

    /// <summary>A chunk whole: length, name, content, checksum.</summary>
    private static ReadOnlySpan<byte> NextChunk(ReadOnlySpan<byte> file, int at)
    {
        if (file.Length - at < 12)
        {
            throw BadImageException.Truncated("the PNG data ends before the end chunk");
        }
        var length = ByteReader.U32Big(file, at);
        if (length > int.MaxValue)
        {
            throw BadImageException.Corrupt($"a PNG chunk claims {length} bytes");
        }
        return length <= file.Length - at - 12
            ? file.Slice(at, (int)length + 12)
            : throw BadImageException.Truncated("a PNG chunk is longer than the rest of the file");
    }

    private void Take(ReadOnlySpan<byte> name, ReadOnlySpan<byte> chunk)
    {
        var content = chunk[8..^4];
        if (name.SequenceEqual("IHDR"u8))
        {
            CheckCrc(chunk, "header");
            ReadHeader(content);
        }
        else if (name.SequenceEqual("PLTE"u8))
        {
            CheckCrc(chunk, "palette");
            if (content.Length is 0 or > 768 || content.Length % 3 != 0)
            {
                throw BadImageException.Corrupt($"its palette has {content.Length} bytes, not 3 for each colour");
            }
            _hasPalette = true;
        }
        else if (name.SequenceEqual("tRNS"u8))
        {
            CheckCrc(chunk, "transparency");
            Transparency = true;
            if (_alpha == AlphaHandling.Drop)
            {
                return;
            }
        }
        else if (name.SequenceEqual("IDAT"u8))
        {
            CheckCrc(chunk, "pixel data");
            CheckPixelData(content);
        }
        else if (!name.SequenceEqual("IEND"u8))
        {
            if (name.SequenceEqual("eXIf"u8))
            {
                Header = Header with { Orientation = ExifOrientation.Read(content) };
            }
            return;
        }
        _kept.Write(chunk);
    }

    private void CheckPixelData(ReadOnlySpan<byte> content)
    {
        if (_color == ColorType.Palette && !_hasPalette)
        {
            throw BadImageException.Corrupt("it has palette indices but no palette");
        }
        if (_pixelData.WrittenCount == 0 && content.Length > 1 && !IsZlib(content))
        {
            throw BadImageException.Corrupt("its pixel data is no zlib stream");
        }
        _pixelData.Write(content);
    }

    private void ReadHeader(ReadOnlySpan<byte> body)
    {
        if (body.Length != HeaderLength)
        {
            throw BadImageException.Corrupt($"the PNG header has {body.Length} bytes, not {HeaderLength}");
        }
        var (width, height) = (ByteReader.U32Big(body, 0), ByteReader.U32Big(body, 4));
        ImageHeader.CheckSize(width, height, _limit);
        var (bits, color) = (body[8], (ColorType)body[9]);
        var bitsAllowed = color switch
        {
            ColorType.Grey => bits is 1 or 2 or 4 or 8 or 16,
            ColorType.Palette => bits is 1 or 2 or 4 or 8,
            ColorType.Rgb or ColorType.GreyAlpha or ColorType.Rgba => bits is 8 or 16,
            _ => false,
        };
        if (!bitsAllowed)
        {
            throw BadImageException.Corrupt($"its PNG header names colour type {body[9]} with {bits} bits a channel");
        }
        if (body[10] != 0 || body[11] != 0 || body[12] > 1)
        {
            throw BadImageException.Corrupt(
                $"its PNG header names compression {body[10]}, filter method {body[11]}, interlace {body[12]}"
            );
        }
        (Header, _color) = (new ImageHeader((int)width, (int)height, 1), color);
        _bitsPerPixel = bits * Channels(color);
        _interlaced = body[12] == 1;
    }

    /// <summary>Whether the compressed data hold all rows: decoders fill in for what is missing.</summary>
    private void CheckRows()
    {
        var needed = _interlaced
            ? Passes.Sum(p => Length(Count(Header.Height, p.Y, p.StepY), Count(Header.Width, p.X, p.StepX)))
            : Length(Header.Height, Header.Width);
        _ = MemoryMarshal.TryGetArray(_pixelData.WrittenMemory, out var zlib);
        using var packed = new MemoryStream(zlib.Array!, 0, zlib.Count);
        using var unpacked = new ZLibStream(packed, CompressionMode.Decompress);
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
    private long Length(long rows, long columns) =>
        columns == 0 ? 0 : rows * (1 + (((columns * _bitsPerPixel) + 7) / 8));

    private static int Channels(ColorType color) =>
        color switch
        {
            ColorType.Rgb => 3,
            ColorType.GreyAlpha => 2,
            ColorType.Rgba => 4,
            _ => 1,
        };

    /// <summary>Method 8 (deflate), and the two header bytes are a multiple of 31.</summary>
    private static bool IsZlib(ReadOnlySpan<byte> data) => (data[0] & 0xF) == 8 && ByteReader.U16Big(data, 0) % 31 == 0;

    private static void CheckCrc(ReadOnlySpan<byte> chunk, string what)
    {
        var crc = uint.MaxValue;
        foreach (var b in chunk[4..^4])
        {
            crc = CrcTable[(crc ^ b) & 0xFF] ^ (crc >> 8);
        }
        if (~crc != ByteReader.U32Big(chunk, chunk.Length - 4))
        {
            throw BadImageException.Corrupt($"the checksum of its PNG {what} is wrong");
        }
    }

    private static uint[] MakeCrcTable()
    {
        var table = new uint[256];
        for (var n = 0u; n < 256; n++)
        {
            var c = n;
            for (var bit = 0; bit < 8; bit++)
            {
                c = (c & 1) != 0 ? 0xEDB88320u ^ (c >> 1) : c >> 1;
            }
            table[n] = c;
        }
        return table;
    }
}
