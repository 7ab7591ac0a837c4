namespace WFrame.Images.Formats;

/// <summary>Reads the header of a BMP and checks that uncompressed rows are all there.</summary>
internal static class BmpStructure
{
    public static ImageHeader Read(ReadOnlySpan<byte> file, int limit)
    {
        Need(file, 18);
        var headerLength = ByteReader.U32(file, 14);
        long width;
        long height;
        int bits;
        var compression = 0u;
        switch (headerLength)
        {
            case 12:
                Need(file, 26);
                (width, height, bits) = (ByteReader.U16(file, 18), ByteReader.U16(file, 20), ByteReader.U16(file, 24));
                break;
            case 40 or 52 or 56 or 64 or 108 or 124:
                Need(file, 14 + headerLength);
                (width, height) = (ByteReader.I32(file, 18), Math.Abs((long)ByteReader.I32(file, 22)));
                (bits, compression) = (ByteReader.U16(file, 28), ByteReader.U32(file, 30));
                break;
            default:
                throw BadImageException.Corrupt($"its BMP header claims {headerLength} bytes");
        }
        ImageHeader.CheckSize(width, height, limit);
        if (bits is not (1 or 2 or 4 or 8 or 16 or 24 or 32))
        {
            throw BadImageException.Corrupt($"its BMP header claims {bits} bits a pixel");
        }
        if (compression is 4 or 5)
        {
            throw BadImageException.Unsupported("is a BMP that holds a JPEG or PNG");
        }
        if (compression is 0 or 3)
        {
            // Rows are padded to four bytes.
            Need(file, ByteReader.U32(file, 10) + (((width * bits) + 31) / 32 * 4 * height));
        }
        return new ImageHeader((int)width, (int)height, 1);
    }

    private static void Need(ReadOnlySpan<byte> file, long length)
    {
        if (file.Length < length)
        {
            throw BadImageException.Truncated($"the BMP has {file.Length} bytes and needs {length}");
        }
    }
}
