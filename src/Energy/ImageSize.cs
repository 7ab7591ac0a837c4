namespace WFrame;

/// <summary>Height and width of an image in pixels, written "HxW" ("64x48"; "64" means square).</summary>
/// <param name="Height">Rows, at least 1.</param>
/// <param name="Width">Columns, at least 1.</param>
public readonly record struct ImageSize(int Height, int Width)
{
    /// <summary>Pixels of one channel.</summary>
    public int Area => checked(Height * Width);

    /// <summary>Numbers of one BGR image, 3*H*W: the d that |grad Phi|^2 is averaged over.</summary>
    public int Dimension => checked(3 * Height * Width);

    /// <inheritdoc/>
    public override string ToString() => Height == Width ? $"{Height}" : $"{Height}x{Width}";
}
