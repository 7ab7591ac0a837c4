namespace WFrame.Images;

/// <summary>What is remarkable about a decoded picture: worth a notice, no reason to refuse it.</summary>
internal readonly record struct PictureRemarks
{
    /// <summary>Values from here on are seen: a quarter of the range.</summary>
    public const int Visible = 64;

    /// <summary>Whether some pixel was not opaque.</summary>
    public bool HadAlpha { get; init; }

    /// <summary>Whether hardly anything was opaque.</summary>
    public bool IsInvisible { get; init; }

    /// <summary>Whether its colours look multiplied by their opacity already.</summary>
    public bool IsPremultiplied { get; init; }

    /// <summary>Whether it was CMYK in a file that does not say which end of the scale is ink.</summary>
    public bool GuessedInk { get; init; }

    /// <summary>
    /// The highest value of a picture that comes out nearly black, below a quarter of its range, the very highest apart
    /// (which marks what has no label); null of others.
    /// </summary>
    public int? DarkUpTo { get; init; }

    /// <summary>Whether <see cref="DarkUpTo"/> is one of 16 bits.</summary>
    public bool IsSixteenBits { get; init; }

    /// <summary><see cref="DarkUpTo"/> of 8-bit values; of most pictures the first few tell.</summary>
    public static int? Darkness(ReadOnlySpan<byte> pixels)
    {
        if (pixels.IndexOfAnyInRange((byte)Visible, (byte)254) >= 0)
        {
            return null;
        }
        var highest = -1;
        foreach (var value in pixels)
        {
            highest = value == 255 ? highest : Math.Max(highest, value);
        }
        // Black and white is a picture.
        return highest > 0 || (highest == 0 && pixels.IndexOf((byte)255) < 0) ? highest : null;
    }
}
