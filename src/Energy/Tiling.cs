namespace WFrame;

/// <summary>Along which axes an image is taken as wrapped around, so that copies laid side by side show no seam.</summary>
public enum Tiling
{
    /// <summary>Along none: beyond the edges lie zeros, the mean grey.</summary>
    None,

    /// <summary>Left and right edge are neighbours.</summary>
    X,

    /// <summary>Upper and lower edge are neighbours.</summary>
    Y,

    /// <summary>Both.</summary>
    XY,
}

/// <summary>The axes of a <see cref="Tiling"/>.</summary>
internal static class TilingAxes
{
    /// <summary>Whether left and right edge are neighbours.</summary>
    public static bool WrapsX(this Tiling tiling) => tiling is Tiling.X or Tiling.XY;

    /// <summary>Whether upper and lower edge are neighbours.</summary>
    public static bool WrapsY(this Tiling tiling) => tiling is Tiling.Y or Tiling.XY;
}
