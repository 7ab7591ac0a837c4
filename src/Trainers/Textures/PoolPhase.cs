namespace WFrame.Textures;

/// <summary>
/// Where the grid of a trunk's pools lies on an image that is wrapped around. It moves from iteration to iteration: edges
/// that lie on a fixed grid suit the pooled filters better than others, and the image becomes blocks.
/// </summary>
/// <param name="Y">Rows that the image is turned up by.</param>
/// <param name="X">Columns that it is turned left by.</param>
internal readonly record struct PoolPhase(int Y, int X)
{
    // Two pools of 2x2, the most that any level reads through.
    private const int Side = 4;

    // Coprime to the number of phases, so that all come up; successive ones lie apart.
    private const int Stride = 7;

    /// <summary>Of an iteration; all phases come up in 16 of them.</summary>
    public static PoolPhase Of(int iteration)
    {
        var number = iteration * Stride % (Side * Side);
        return new(number / Side, number % Side);
    }

    /// <summary>Turns an image so that the grid lies as wanted.</summary>
    /// <param name="from">[3,H,W].</param>
    /// <param name="size">Its size.</param>
    /// <param name="to">Receives [3,H,W].</param>
    public void Turn(ReadOnlySpan<float> from, ImageSize size, Span<float> to) => Turn(from, size, Y, X, to);

    /// <summary>Turns an image, or its gradient, back.</summary>
    /// <param name="from">[3,H,W].</param>
    /// <param name="size">Its size.</param>
    /// <param name="to">Receives [3,H,W].</param>
    public void TurnBack(ReadOnlySpan<float> from, ImageSize size, Span<float> to) =>
        Turn(
            from,
            size,
            (size.Height - (Y % size.Height)) % size.Height,
            (size.Width - (X % size.Width)) % size.Width,
            to
        );

    private static void Turn(ReadOnlySpan<float> from, ImageSize size, int up, int left, Span<float> to)
    {
        for (var line = 0; line < 3 * size.Height; line++)
        {
            var (plane, row) = Math.DivRem(line, size.Height);
            var source = from.Slice(((plane * size.Height) + ((row + up) % size.Height)) * size.Width, size.Width);
            var target = to.Slice(line * size.Width, size.Width);
            source[left..].CopyTo(target);
            source[..left].CopyTo(target[(size.Width - left)..]);
        }
    }
}
