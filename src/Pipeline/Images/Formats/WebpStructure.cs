namespace WFrame.Images.Formats;

/// <summary>Reads the RIFF chunks of a WebP: canvas, EXIF, and whether the data is all there.</summary>
internal static class WebpStructure
{
    public static ImageHeader Read(ReadOnlySpan<byte> file, int limit)
    {
        var claimed = ByteReader.U32(file, 4) + 8L;
        if (claimed > file.Length)
        {
            throw BadImageException.Truncated($"the WebP has {file.Length} bytes and claims {claimed}");
        }
        ImageHeader? canvas = null;
        var (at, orientation) = (12L, 1);
        while (at + 8 <= claimed)
        {
            var name = file.Slice((int)at, 4);
            var length = ByteReader.U32(file, (int)at + 4);
            if (length > claimed - at - 8)
            {
                throw BadImageException.Corrupt("a WebP chunk is longer than the file");
            }
            var body = file.Slice((int)at + 8, (int)length);
            canvas ??= ReadCanvas(name, body, limit);
            if (name.SequenceEqual("EXIF"u8))
            {
                orientation = ExifOrientation.Read(body.StartsWith("Exif\0\0"u8) ? body[6..] : body);
            }
            at += 8 + length + (length & 1);
        }
        return (canvas ?? throw BadImageException.Corrupt("it is a WebP without a picture")) with
        {
            Orientation = orientation,
        };
    }

    private static ImageHeader? ReadCanvas(ReadOnlySpan<byte> name, ReadOnlySpan<byte> body, int limit)
    {
        int width;
        int height;
        if (name.SequenceEqual("VP8X"u8) && body.Length >= 10)
        {
            (width, height) = (ByteReader.U24(body, 4) + 1, ByteReader.U24(body, 7) + 1);
        }
        else if (name.SequenceEqual("VP8L"u8) && body.Length >= 5 && body[0] == 0x2F)
        {
            var packed = ByteReader.U32(body, 1); // 14 bits each, minus one
            (width, height) = ((int)(packed & 0x3FFF) + 1, (int)((packed >> 14) & 0x3FFF) + 1);
        }
        else if (name.SequenceEqual("VP8 "u8) && body.Length >= 10 && body[3..].StartsWith(KeyFrameStart))
        {
            (width, height) = (ByteReader.U16(body, 6) & 0x3FFF, ByteReader.U16(body, 8) & 0x3FFF);
        }
        else
        {
            return null;
        }
        ImageHeader.CheckSize(width, height, limit);
        return new ImageHeader(width, height, 1);
    }

    private static ReadOnlySpan<byte> KeyFrameStart => [0x9D, 0x01, 0x2A];
}
