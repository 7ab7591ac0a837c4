namespace WFrame.Images.Codecs;

/// <summary>Four channels to three.</summary>
internal static class AlphaComposite
{
    /// <param name="rgba">Pixels of four bytes, colours not multiplied by alpha.</param>
    /// <param name="pixels">Receives three bytes for each.</param>
    /// <param name="alpha">Composite on white, or keep the colours.</param>
    /// <returns>Whether a pixel was not opaque.</returns>
    public static bool ToRgb(ReadOnlySpan<byte> rgba, Span<byte> pixels, AlphaHandling alpha)
    {
        var hadAlpha = false;
        for (var i = 0; i < pixels.Length; i += 3)
        {
            var source = rgba.Slice(i / 3 * 4, 4);
            var opacity = source[3];
            hadAlpha |= opacity != 255;
            if (opacity == 255 || alpha == AlphaHandling.Drop)
            {
                (pixels[i], pixels[i + 1], pixels[i + 2]) = (source[0], source[1], source[2]);
                continue;
            }
            pixels[i] = OnWhite(source[0], opacity);
            pixels[i + 1] = OnWhite(source[1], opacity);
            pixels[i + 2] = OnWhite(source[2], opacity);
        }
        return hadAlpha;
    }

    /// <summary>round((value * opacity + 255 * (255 - opacity)) / 255) without a division.</summary>
    private static byte OnWhite(int value, int opacity)
    {
        var sum = (value * opacity) + (255 * (255 - opacity)) + 128;
        return (byte)((sum + (sum >> 8)) >> 8);
    }
}
