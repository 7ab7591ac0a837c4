namespace WFrame.Images.Codecs;

/// <summary>JFIF's conversion to R, G, B in 16 bits of fraction, rounded as libjpeg rounds.</summary>
internal static class YcbcrRow
{
    private const int Half = 1 << 15;
    private const int RedOfRed = 91881;
    private const int GreenOfBlue = -22554;
    private const int GreenOfRed = -46802;
    private const int BlueOfBlue = 116130;

    /// <summary>Converts the first pixels of a row, four at a time.</summary>
    /// <param name="luma">Y.</param>
    /// <param name="blue">Cb.</param>
    /// <param name="red">Cr.</param>
    /// <param name="row">Receives R, G, B.</param>
    /// <returns>How many pixels are done; the few that are left are for <see cref="ToRgb"/>.</returns>
    public static int Convert(byte[] luma, byte[] blue, byte[] red, Span<byte> row)
    {
        // Of four pixels' R, G, B and 0 the twelve bytes that count.
        var order = Vector128.Create((byte)0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 15, 15, 15, 15);
        var x = 0;
        // Sixteen bytes are written for twelve; the next four pixels write over the rest.
        for (; (3 * x) + Vector128<byte>.Count <= row.Length; x += 4)
        {
            var y = Wide(luma, x);
            var b = Wide(blue, x) - Vector128.Create(128);
            var r = Wide(red, x) - Vector128.Create(128);
            var half = Vector128.Create(Half);
            var pixels =
                Clip(y + (((r * RedOfRed) + half) >> 16))
                | (Clip(y + (((b * GreenOfBlue) + (r * GreenOfRed) + half) >> 16)) << 8)
                | (Clip(y + (((b * BlueOfBlue) + half) >> 16)) << 16);
            Vector128.Shuffle(pixels.AsByte(), order).StoreUnsafe(ref row[3 * x]);
        }
        return x;
    }

    /// <summary>Converts one pixel, Y, Cb, Cr, in place.</summary>
    public static void ToRgb(Span<byte> pixel)
    {
        var (luma, blue, red) = (pixel[0], pixel[1] - 128, pixel[2] - 128);
        pixel[0] = Clip(luma + (((RedOfRed * red) + Half) >> 16));
        pixel[1] = Clip(luma + (((GreenOfBlue * blue) + (GreenOfRed * red) + Half) >> 16));
        pixel[2] = Clip(luma + (((BlueOfBlue * blue) + Half) >> 16));
    }

    private static Vector128<int> Wide(byte[] plane, int at) =>
        Vector128
            .WidenLower(
                Vector128.WidenLower(Vector128.CreateScalar(MemoryMarshal.Read<uint>(plane.AsSpan(at))).AsByte())
            )
            .AsInt32();

    private static Vector128<int> Clip(Vector128<int> value) =>
        Vector128.Min(Vector128.Max(value, Vector128<int>.Zero), Vector128.Create(255));

    private static byte Clip(int value) => (byte)Math.Clamp(value, 0, 255);
}
