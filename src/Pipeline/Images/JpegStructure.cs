namespace WFrame.Pipeline;

/// <summary>
/// Walks the markers of a JPEG up to its end marker FF D9. Decoders fill in for data that ends early and may report
/// success, so the end marker is the only proof that the file is whole.
/// </summary>
internal static class JpegStructure
{
    private const int EndOfImage = 0xD9;
    private const int StartOfScan = 0xDA;
    private const int App1 = 0xE1;

    public static ImageHeader Read(ReadOnlySpan<byte> file)
    {
        ImageHeader? frame = null;
        var (orientation, at, scans) = (1, 2, 0);
        while (true)
        {
            var marker = NextMarker(file, ref at);
            if (marker == EndOfImage)
            {
                break;
            }
            if (marker is 0x01 or (>= 0xD0 and <= 0xD8))
            {
                continue; // markers without a segment
            }
            var segment = Segment(file, ref at);
            if (IsFrame(marker))
            {
                frame = ReadFrame(marker, segment);
            }
            else if (marker == App1 && segment.StartsWith("Exif\0\0"u8))
            {
                orientation = ExifOrientation.Read(segment[6..]);
            }
            else if (marker == StartOfScan)
            {
                if (frame is null)
                {
                    throw BadImageException.Corrupt("its JPEG data has no frame header before the first scan");
                }
                scans++;
                SkipScan(file, ref at);
            }
            else if (marker < 0xC0 || (scans > 0 && marker is >= 0xF0 and <= 0xFD))
            {
                throw BadImageException.Corrupt($"its JPEG data has the unknown marker FF {marker:X2}");
            }
        }
        if (frame is null || scans == 0)
        {
            throw BadImageException.Corrupt("its JPEG data ends before the first scan");
        }
        return frame.Value with { Orientation = orientation };
    }

    /// <summary>SOF0..SOF15; C4, C8 and CC are tables and reserved.</summary>
    private static bool IsFrame(int marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    private static ImageHeader ReadFrame(int marker, ReadOnlySpan<byte> segment)
    {
        if (marker > 0xC2)
        {
            throw BadImageException.Unsupported($"is a JPEG of a rare kind (frame FF {marker:X2})");
        }
        if (segment.Length < 6)
        {
            throw BadImageException.Corrupt("its JPEG frame header is too short");
        }
        if (segment[0] != 8)
        {
            throw BadImageException.Unsupported($"is a JPEG of {segment[0]} bits a sample");
        }
        var (height, width, components) = (ByteReader.U16Big(segment, 1), ByteReader.U16Big(segment, 3), segment[5]);
        ImageHeader.CheckSize(width, height);
        return components is 1 or 3 or 4 && segment.Length >= 6 + (3 * components)
            ? new ImageHeader(width, height, 1)
            : throw BadImageException.Corrupt($"its JPEG frame header claims {components} colour components");
    }

    /// <summary>Moves behind the next marker; stray bytes before it are passed over, as decoders do.</summary>
    private static int NextMarker(ReadOnlySpan<byte> file, ref int at)
    {
        while (true)
        {
            var found = file[at..].IndexOf((byte)0xFF);
            at = found < 0 ? file.Length : at + found;
            while (at < file.Length && file[at] == 0xFF)
            {
                at++;
            }
            if (at >= file.Length)
            {
                throw BadImageException.Truncated("the JPEG data ends without an end marker (FF D9)");
            }
            if (file[at] != 0)
            {
                return file[at++];
            }
        }
    }

    private static ReadOnlySpan<byte> Segment(ReadOnlySpan<byte> file, ref int at)
    {
        if (file.Length - at < 2)
        {
            throw BadImageException.Truncated("the JPEG data ends without an end marker (FF D9)");
        }
        var length = ByteReader.U16Big(file, at);
        if (length < 2)
        {
            throw BadImageException.Corrupt($"a JPEG segment claims {length} bytes");
        }
        if (length > file.Length - at)
        {
            // With its end marker in place the file is whole and the length is the lie.
            throw file.EndsWith((ReadOnlySpan<byte>)[0xFF, EndOfImage])
                ? BadImageException.Corrupt("a JPEG segment claims to be longer than the file")
                : BadImageException.Truncated("the JPEG data ends inside a segment");
        }
        var segment = file.Slice(at + 2, length - 2);
        at += length;
        return segment;
    }

    /// <summary>Entropy-coded data: FF 00 is a stuffed byte, FF D0..D7 a restart; any other marker ends the scan.</summary>
    private static void SkipScan(ReadOnlySpan<byte> file, ref int at)
    {
        while (true)
        {
            var found = file[at..].IndexOf((byte)0xFF);
            if (found < 0 || at + found + 1 >= file.Length)
            {
                throw BadImageException.Truncated("the JPEG data ends without an end marker (FF D9)");
            }
            at += found;
            if (file[at + 1] is not (0 or (>= 0xD0 and <= 0xD7)))
            {
                return;
            }
            at += 2;
        }
    }
}
