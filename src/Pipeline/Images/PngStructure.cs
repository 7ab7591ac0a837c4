namespace WFrame.Pipeline;

/// <summary>
/// Walks the chunks of a PNG. Gives the header and a copy that holds only what defines the pixels (IHDR, PLTE, tRNS,
/// IDAT, IEND): colour profiles and gAMA cannot change values then, and a text chunk cannot be unpacked into gigabytes.
/// </summary>
internal static class PngStructure
{
    private const int HeaderLength = 13;

    private static readonly uint[] CrcTable = MakeCrcTable();

    private enum ColorType
    {
        Grey = 0,
        Rgb = 2,
        Palette = 3,
        GreyAlpha = 4,
        Rgba = 6,
    }

    /// <param name="file">The whole file.</param>
    /// <param name="alpha">With <see cref="AlphaHandling.Drop"/> tRNS is left out too, so colours stay as stored.</param>
    /// <param name="essential">What to decode.</param>
    /// <param name="transparency">Whether there is a tRNS chunk.</param>
    public static ImageHeader Read(
        ReadOnlySpan<byte> file,
        AlphaHandling alpha,
        out byte[] essential,
        out bool transparency
    )
    {
        transparency = false;
        var kept = new MemoryStream(file.Length);
        kept.Write(file[..8]);
        var (header, at) = (default(ImageHeader), 8);
        var (palette, pixels, color, orientation) = (false, false, ColorType.Grey, 1);
        while (true)
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
            var name = file.Slice(at + 4, 4);
            var first = at == 8;
            if (first && !name.SequenceEqual("IHDR"u8))
            {
                throw BadImageException.Corrupt("the PNG header chunk is not the first");
            }
            if (first && length != HeaderLength)
            {
                throw BadImageException.Corrupt($"the PNG header has {length} bytes, not {HeaderLength}");
            }
            if (length > file.Length - at - 12)
            {
                throw BadImageException.Truncated("a PNG chunk is longer than the rest of the file");
            }
            var chunk = file.Slice(at, (int)length + 12);
            var body = chunk.Slice(8, (int)length);
            if (first)
            {
                CheckCrc(chunk, "header");
                (header, color) = ReadHeader(body);
            }
            else if (name.SequenceEqual("PLTE"u8))
            {
                CheckCrc(chunk, "palette");
                if (length is 0 or > 768 || length % 3 != 0)
                {
                    throw BadImageException.Corrupt($"its palette has {length} bytes, not 3 for each colour");
                }
                palette = true;
            }
            else if (name.SequenceEqual("IDAT"u8))
            {
                if (color == ColorType.Palette && !palette)
                {
                    throw BadImageException.Corrupt("it has palette indices but no palette");
                }
                CheckCrc(chunk, "pixel data");
                if (!pixels && length > 1 && !IsZlib(body))
                {
                    throw BadImageException.Corrupt("its pixel data is no zlib stream");
                }
                pixels |= length > 0;
            }
            else if (name.SequenceEqual("eXIf"u8))
            {
                orientation = ExifOrientation.Read(body);
            }
            else if (name.SequenceEqual("tRNS"u8))
            {
                transparency = true;
                CheckCrc(chunk, "transparency");
            }
            if (Keeps(name, alpha))
            {
                kept.Write(chunk);
            }
            at += chunk.Length;
            if (name.SequenceEqual("IEND"u8))
            {
                break;
            }
        }
        if (!pixels)
        {
            throw BadImageException.Corrupt("it holds no pixel data");
        }
        essential = kept.ToArray();
        return header with { Orientation = orientation };
    }

    private static bool Keeps(ReadOnlySpan<byte> name, AlphaHandling alpha) =>
        name.SequenceEqual("IHDR"u8)
        || name.SequenceEqual("PLTE"u8)
        || (name.SequenceEqual("tRNS"u8) && alpha == AlphaHandling.White)
        || name.SequenceEqual("IDAT"u8)
        || name.SequenceEqual("IEND"u8);

    private static (ImageHeader Header, ColorType Color) ReadHeader(ReadOnlySpan<byte> body)
    {
        var (width, height) = (ByteReader.U32Big(body, 0), ByteReader.U32Big(body, 4));
        ImageHeader.CheckSize(width, height);
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
        return (new ImageHeader((int)width, (int)height, 1), color);
    }

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
