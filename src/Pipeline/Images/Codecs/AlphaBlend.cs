namespace WFrame.Images.Codecs;

/// <summary>Four channels to three, row by row, and what the opacity of the whole picture was like.</summary>
/// <param name="alpha">Composite on white, or keep the colours.</param>
internal sealed class AlphaBlend(AlphaHandling alpha)
{
    private long _pixels;
    private long _opacity;
    private long _partial;
    private long _bright;
    private bool _isStraight;

    /// <summary>What to remark about the rows so far.</summary>
    public PictureRemarks Remarks =>
        new()
        {
            HadAlpha = _opacity < 255 * _pixels,
            IsInvisible = 10 * _opacity < 255 * _pixels,
            // Colours above their opacity cannot have been multiplied by it; dark ones prove nothing.
            IsPremultiplied = !_isStraight && 100 * _partial >= _pixels && 2 * _bright >= _partial && _partial > 0,
        };

    /// <summary>One row.</summary>
    /// <param name="rgba">Pixels of four bytes, colours not multiplied by alpha.</param>
    /// <param name="pixels">Receives three bytes for each.</param>
    public void Row(ReadOnlySpan<byte> rgba, Span<byte> pixels)
    {
        _pixels += pixels.Length / 3;
        for (var i = 0; i < pixels.Length; i += 3)
        {
            var source = rgba.Slice(i / 3 * 4, 4);
            var opacity = source[3];
            _opacity += opacity;
            if (opacity is > 0 and < 255)
            {
                Partial(Math.Max(source[0], Math.Max(source[1], source[2])), opacity);
            }
            if (opacity == 255 || alpha == AlphaHandling.Drop)
            {
                (pixels[i], pixels[i + 1], pixels[i + 2]) = (source[0], source[1], source[2]);
                continue;
            }
            pixels[i] = OnWhite(source[0], opacity);
            pixels[i + 1] = OnWhite(source[1], opacity);
            pixels[i + 2] = OnWhite(source[2], opacity);
        }
    }

    private void Partial(int brightest, int opacity)
    {
        _partial++;
        // One more, because programs round.
        _isStraight |= brightest > opacity + 1;
        _bright += 2 * brightest > opacity ? 1 : 0;
    }

    /// <summary>round((value * opacity + 255 * (255 - opacity)) / 255) without a division.</summary>
    private static byte OnWhite(int value, int opacity)
    {
        var sum = (value * opacity) + (255 * (255 - opacity)) + 128;
        return (byte)((sum + (sum >> 8)) >> 8);
    }
}
