namespace WFrame.Images.Formats;

/// <summary>Reads the first directory of a TIFF and checks that the strips it names are in the file and fill the picture.</summary>
internal static class TiffStructure
{
    private const int Subfile = 254;
    private const int Width = 256;
    private const int Height = 257;
    private const int BitsPerSample = 258;
    private const int Compression = 259;
    private const int Photometric = 262;
    private const int StripOffsets = 273;
    private const int SamplesPerPixel = 277;
    private const int RowsPerStrip = 278;
    private const int StripByteCounts = 279;
    private const int Planar = 284;
    private const int TileWidth = 322;
    private const int SubDirectories = 330;
    private const int SampleFormat = 339;
    private const int DngVersion = 50706;

    public static ImageHeader Read(ReadOnlySpan<byte> file, int limit)
    {
        var tags = Directory(file);
        // Cameras' raw files are TIFFs whose first picture is often a small preview.
        if (
            (One(Subfile, 0) & 1) != 0
            || tags.ContainsKey(SubDirectories)
            || tags.ContainsKey(DngVersion)
            || (file.Length > 10 && file[8..].StartsWith("CR"u8))
        )
        {
            throw BadImageException.Unsupported("is a camera's raw file or another TIFF of several resolutions");
        }
        var (width, height) = (One(Width, 0), One(Height, 0));
        ImageHeader.CheckSize(width, height, limit);
        var (bits, samples) = (One(BitsPerSample, 1), One(SamplesPerPixel, 1));
        Supported(bits is 1 or 4 or 8 or 16 && One(SampleFormat, 1) == 1, $"a TIFF of {bits} bits or of fractions");
        Supported(One(Photometric, 1) is <= 3 or 6, $"a TIFF of colour model {One(Photometric, 1)}");
        Supported(One(Compression, 1) is 1 or 5 or 8 or 32773 or 32946, $"a TIFF of compression {One(Compression, 1)}");
        Supported(!tags.ContainsKey(TileWidth), "a TIFF of tiles");

        var rows = Math.Clamp(One(RowsPerStrip, height), 1, height);
        var strips = (height + rows - 1) / rows * (One(Planar, 1) == 2 ? samples : 1);
        var (offsets, counts) = (Of(StripOffsets), Of(StripByteCounts));
        if (offsets.Length != strips || counts.Length != strips)
        {
            throw BadImageException.Corrupt($"its TIFF directory names {offsets.Length} strips where {strips} belong");
        }
        var present = 0L;
        for (var i = 0; i < offsets.Length; i++)
        {
            Need(file, offsets[i] + counts[i]);
            present += counts[i];
        }
        if (One(Compression, 1) == 1 && present < height * ((width * bits * samples + 7) / 8))
        {
            throw BadImageException.Truncated($"the TIFF's strips hold {present} bytes");
        }
        return new ImageHeader((int)width, (int)height, ExifOrientation.Read(file));

        long[] Of(int tag) => tags.TryGetValue(tag, out var values) ? values : [];
        long One(int tag, long otherwise) => Of(tag) is [var first, ..] ? first : otherwise;
        static void Supported(bool isSo, string what)
        {
            if (!isSo)
            {
                throw BadImageException.Unsupported($"is {what}");
            }
        }
    }

    /// <summary>The whole numbers of the first directory, by tag.</summary>
    private static Dictionary<int, long[]> Directory(ReadOnlySpan<byte> file)
    {
        Need(file, 8);
        var little = file[0] == 'I';
        var at = U32(file, 4);
        Need(file, at + 2);
        var entries = U16(file, at);
        Need(file, at + 2 + (12 * entries));
        var tags = new Dictionary<int, long[]>();
        for (var entry = at + 2; entries > 0; entry += 12, entries--)
        {
            var (tag, type, count) = (U16(file, entry), U16(file, entry + 2), U32(file, entry + 4));
            // A directory of thousands of entries may point at the same megabytes: only what is needed is read, and once.
            if (type is not (3 or 4) || tag is > SampleFormat or SubDirectories)
            {
                tags[tag] = [];
                continue;
            }
            if (tags.ContainsKey(tag))
            {
                throw BadImageException.Corrupt($"its TIFF directory has tag {tag} twice");
            }
            var size = type == 3 ? 2 : 4;
            // Up to four bytes lie in the entry itself.
            var values = count * size <= 4 ? entry + 8 : U32(file, entry + 8);
            Need(file, values + (count * size));
            var numbers = new long[count];
            for (var i = 0; i < count; i++)
            {
                numbers[i] = type == 3 ? U16(file, values + (2 * i)) : U32(file, values + (4 * i));
            }
            tags.Add(tag, numbers);
        }
        return tags;

        int U16(ReadOnlySpan<byte> data, long from) =>
            little ? ByteReader.U16(data, (int)from) : ByteReader.U16Big(data, (int)from);

        long U32(ReadOnlySpan<byte> data, long from) =>
            little ? ByteReader.U32(data, (int)from) : ByteReader.U32Big(data, (int)from);
    }

    private static void Need(ReadOnlySpan<byte> file, long length)
    {
        if (file.Length < length)
        {
            throw BadImageException.Truncated($"the TIFF has {file.Length} bytes and needs {length}");
        }
    }
}
