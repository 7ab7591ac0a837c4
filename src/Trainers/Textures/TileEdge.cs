namespace WFrame.Textures;

/// <summary>
/// Where an image that is wrapped around is cut into a tile. Any row and column would do; one across which neighbours differ
/// as much as they do on average puts neither a joint of a wall nor a plain stone along the tile's edge.
/// </summary>
internal static class TileEdge
{
    /// <summary>Turns the image so that its edges lie at an average row and column.</summary>
    /// <param name="image">[1,3,H,W].</param>
    /// <param name="tile">The axes on which it is wrapped around; the other is left.</param>
    public static PixelBatch Choose(PixelBatch image, Tiling tile)
    {
        var size = image.Size;
        var values = image.Values.Span;
        var (rows, columns) = (new double[size.Height], new double[size.Width]);
        for (var line = 0; line < 3 * size.Height; line++)
        {
            var y = line % size.Height;
            var row = values.Slice(line * size.Width, size.Width);
            var above = values.Slice((line - y + ((y + size.Height - 1) % size.Height)) * size.Width, size.Width);
            for (var x = 0; x < size.Width; x++)
            {
                rows[y] += Math.Abs(row[x] - above[x]);
                columns[x] += Math.Abs(row[x] - row[(x + size.Width - 1) % size.Width]);
            }
        }
        var edge = new PoolPhase(tile.WrapsY() ? Average(rows) : 0, tile.WrapsX() ? Average(columns) : 0);
        var turned = new PixelBatch(1, size);
        edge.Turn(values, size, turned.Values.Span);
        return turned;
    }

    private static int Average(double[] steps)
    {
        var mean = steps.Average();
        return Enumerable.Range(0, steps.Length).MinBy(i => Math.Abs(steps[i] - mean));
    }
}
