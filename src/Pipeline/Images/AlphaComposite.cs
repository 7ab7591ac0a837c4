namespace WFrame.Pipeline;

/// <summary>Four channels to three.</summary>
internal static class AlphaComposite
{
    /// <param name="rgba">[H,W,4], colours not multiplied by alpha.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="alpha">Composite on white, or keep the colours.</param>
    public static unsafe DecodedImage ToRgb(byte* rgba, int width, int height, AlphaHandling alpha)
    {
        var image = new RgbImage(width, height);
        var pixels = image.Pixels;
        var hadAlpha = false;
        var source = rgba;
        for (var i = 0; i < pixels.Length; i += 3, source += 4)
        {
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
        return new DecodedImage(image, hadAlpha);
    }

    /// <summary>round((value * opacity + 255 * (255 - opacity)) / 255) without a division.</summary>
    private static byte OnWhite(int value, int opacity)
    {
        var sum = (value * opacity) + (255 * (255 - opacity)) + 128;
        return (byte)((sum + (sum >> 8)) >> 8);
    }
}
