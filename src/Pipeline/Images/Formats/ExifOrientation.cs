namespace WFrame.Images.Formats;

/// <summary>
/// Reads tag 0x0112 of the first directory of EXIF data (a small TIFF file). Anything that cannot be read means
/// orientation 1: metadata never makes a good picture unreadable.
/// </summary>
internal static class ExifOrientation
{
    private const int OrientationTag = 0x0112;
    private const int TypeShort = 3;

    /// <param name="tiff">The bytes from the byte-order mark ("II" or "MM") on.</param>
    /// <returns>1..8.</returns>
    public static int Read(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8 || !(tiff.StartsWith("II*\0"u8) || tiff.StartsWith("MM\0*"u8)))
        {
            return 1;
        }
        var little = tiff[0] == 'I';
        var directory = little ? ByteReader.U32(tiff, 4) : ByteReader.U32Big(tiff, 4);
        if (directory > tiff.Length - 2)
        {
            return 1;
        }
        var entries = U16(tiff, (int)directory);
        for (var i = 0; i < entries; i++)
        {
            var at = (int)directory + 2 + (12 * i);
            if (at + 12 > tiff.Length)
            {
                return 1;
            }
            if (U16(tiff, at) == OrientationTag && U16(tiff, at + 2) == TypeShort)
            {
                return U16(tiff, at + 8) is var value and >= 1 and <= 8 ? value : 1;
            }
        }
        return 1;

        int U16(ReadOnlySpan<byte> data, int at) => little ? ByteReader.U16(data, at) : ByteReader.U16Big(data, at);
    }
}
