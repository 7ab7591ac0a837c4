namespace WFrame.Images.Formats;

/// <summary>
/// Walks the markers of a JPEG up to its end marker FF D9. Decoders fill in for data that ends early and may report
/// success, so the end marker, and scans that hold all the blocks, are the only proof that the file is whole.
/// </summary>
internal sealed class JpegStructure
{
    private const int HuffmanTables = 0xC4;
    private const int EndOfImage = 0xD9;
    private const int StartOfScan = 0xDA;
    private const int RestartInterval = 0xDD;
    private const int App1 = 0xE1;

    private readonly JpegHuffmanTable?[] _tables = new JpegHuffmanTable?[8]; // four for DC, four for AC
    private readonly int _limit;
    private JpegFrame? _frame;
    private int _restartInterval;
    private int _orientation = 1;
    private int _scans;

    private JpegStructure(int limit) => _limit = limit;

    /// <exception cref="BadImageException">The file is not whole, contradicts the format, or is of a kind that is not read.</exception>
    public static ImageHeader Read(ReadOnlySpan<byte> file, int limit)
    {
        var jpeg = new JpegStructure(limit);
        var at = 2;
        for (var marker = NextMarker(file, ref at); marker != EndOfImage; marker = NextMarker(file, ref at))
        {
            // 01 and D0..D8 have no segment.
            if (marker is not (0x01 or (>= 0xD0 and <= 0xD8)))
            {
                jpeg.Take(marker, Segment(file, ref at), file, ref at);
            }
        }
        return jpeg is { _frame: { } frame, _scans: > 0 }
            ? frame.Header with
            {
                Orientation = jpeg._orientation,
            }
            : throw BadImageException.Corrupt("its JPEG data ends before the first scan");
    }

    private void Take(int marker, ReadOnlySpan<byte> segment, ReadOnlySpan<byte> file, ref int at)
    {
        switch (marker)
        {
            case HuffmanTables:
                ReadTables(segment);
                break;
            case RestartInterval when segment.Length >= 2:
                _restartInterval = ByteReader.U16Big(segment, 0);
                break;
            case App1 when segment.StartsWith("Exif\0\0"u8):
                _orientation = ExifOrientation.Read(segment[6..]);
                break;
            case StartOfScan:
                var start = at;
                SkipScan(file, ref at);
                CheckScan(segment, file[start..at]);
                _scans++;
                break;
            case >= 0xC0 and <= 0xCF and not (0xC8 or 0xCC):
                _frame = JpegFrame.Read(marker, segment, _limit);
                break;
            case < 0xC0 or (>= 0xF0 and <= 0xFD):
                throw BadImageException.Corrupt($"its JPEG data has the unknown marker FF {marker:X2}");
            default:
                break;
        }
    }

    private void ReadTables(ReadOnlySpan<byte> segment)
    {
        while (segment.Length >= 17)
        {
            var counts = segment.Slice(1, 16);
            var length = 0;
            foreach (var count in counts)
            {
                length += count;
            }
            if (length > 256 || length > segment.Length - 17 || (segment[0] & ~0x13) != 0)
            {
                throw BadImageException.Corrupt("its JPEG data has an impossible Huffman table");
            }
            _tables[TableIndex(segment[0] >> 4, segment[0])] = new(counts, segment.Slice(17, length));
            segment = segment[(17 + length)..];
        }
    }

    private static int TableIndex(int kind, int number) => (kind * 4) + (number & 3);

    /// <summary>Counts the blocks of a sequential scan; progressive ones are left to the decoder.</summary>
    private void CheckScan(ReadOnlySpan<byte> header, ReadOnlySpan<byte> data)
    {
        if (_frame is not { } frame)
        {
            throw BadImageException.Corrupt("its JPEG data has no frame header before the first scan");
        }
        var count = header.IsEmpty ? 0 : header[0];
        if (count is < 1 or > 4 || header.Length < 1 + (2 * count))
        {
            throw BadImageException.Corrupt($"its JPEG data has a scan of {count} components");
        }
        if (!frame.IsSequential)
        {
            return;
        }
        var components = new JpegScanComponent[count];
        var units = frame.Units();
        for (var i = 0; i < count; i++)
        {
            var (id, tables) = (header[1 + (2 * i)], header[2 + (2 * i)]);
            var sampling =
                frame.Sampling(id) ?? throw BadImageException.Corrupt($"its JPEG scan names the component {id}");
            if (_tables[TableIndex(0, tables >> 4)] is not { } dc || _tables[TableIndex(1, tables)] is not { } ac)
            {
                return; // the decoder knows standard tables for files that leave them out
            }
            components[i] = new JpegScanComponent(count == 1 ? 1 : sampling.Across * sampling.Down, dc, ac);
            units = count == 1 ? frame.Units(sampling) : units;
        }
        JpegScanCheck.Run(data, components, units, _restartInterval);
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
            if (file[at + 1] is not (0 or 0xFF or (>= 0xD0 and <= 0xD7)))
            {
                return;
            }
            // Any number of FF may stand before a marker.
            at += file[at + 1] == 0xFF ? 1 : 2;
        }
    }
}
