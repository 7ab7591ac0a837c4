namespace WFrame.Images.Formats;

/// <summary>Walks the blocks of a GIF up to the end of its first frame; later frames are not looked at.</summary>
internal static class GifStructure
{
    public static ImageHeader Read(ReadOnlySpan<byte> file, int limit)
    {
        Need(file, 13);
        var (width, height) = (ByteReader.U16(file, 6), ByteReader.U16(file, 8));
        ImageHeader.CheckSize(width, height, limit);
        var at = 13 + ColorTable(file[10]);
        while (true)
        {
            Need(file, at + 1);
            switch (file[at])
            {
                case 0x21: // extension: label, then sub-blocks
                    at += 2;
                    SkipSubBlocks(file, ref at);
                    break;
                case 0x2C: // image descriptor, colour table, code size, then sub-blocks
                    Need(file, at + 10);
                    ImageHeader.CheckSize(ByteReader.U16(file, at + 5), ByteReader.U16(file, at + 7), limit);
                    at += 10 + ColorTable(file[at + 9]) + 1;
                    SkipSubBlocks(file, ref at);
                    return new ImageHeader(width, height, 1);
                case 0x3B:
                    throw BadImageException.Corrupt("it is a GIF without a frame");
                default:
                    throw BadImageException.Corrupt($"it is a GIF with the unknown block {file[at]:X2}");
            }
        }
    }

    private static int ColorTable(byte flags) => (flags & 0x80) != 0 ? 3 << ((flags & 7) + 1) : 0;

    private static void SkipSubBlocks(ReadOnlySpan<byte> file, ref int at)
    {
        int length;
        do
        {
            Need(file, at + 1);
            length = file[at];
            at += length + 1;
        } while (length > 0);
    }

    private static void Need(ReadOnlySpan<byte> file, int length)
    {
        if (file.Length < length)
        {
            throw BadImageException.Truncated("the GIF data ends inside the first frame");
        }
    }
}
