namespace WFrame.Images.Decoding;

/// <summary>What becomes of transparency.</summary>
public enum AlphaHandling
{
    /// <summary>Composited on white, before any resizing.</summary>
    White,

    /// <summary>Forgotten: colours as stored.</summary>
    Drop,
}

/// <summary>A decoded picture and what happened on the way.</summary>
/// <param name="Image">The upright picture.</param>
/// <param name="HadAlpha">Whether some pixel was not opaque, so that <see cref="AlphaHandling"/> mattered.</param>
public readonly record struct DecodedImage(RgbImage Image, bool HadAlpha);
