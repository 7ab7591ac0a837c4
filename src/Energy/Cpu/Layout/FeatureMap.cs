namespace WFrame.Cpu.Layout;

/// <summary>
/// How the features of one image lie in memory: channels last, [Rows][Columns][Channels], with a frame of zeros: one
/// pixel above and to the left, and below and to the right as many as whole tiles of 4x4 outputs read. Hence no kernel
/// asks whether it is at an edge when it reads.
/// </summary>
internal sealed record FeatureMap
{
    /// <summary>Size of an output tile of F(4x4,3x3).</summary>
    public const int Tile = 4;

    /// <param name="height">Rows of the image.</param>
    /// <param name="width">Columns of the image.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="pooledFrom">The map this one is pooled from, if any: its tiles read this one's windows too.</param>
    public FeatureMap(int height, int width, int channels, FeatureMap? pooledFrom = null)
    {
        (Height, Width, Channels) = (height, width, channels);
        TileRows = TilesAlong(height);
        TileColumns = TilesAlong(width);
        Rows = Math.Max(Tile * TileRows, 2 * (pooledFrom?.TileRows ?? 0)) + 2;
        Columns = Math.Max(Tile * TileColumns, 2 * (pooledFrom?.TileColumns ?? 0)) + 2;
    }

    public int Height { get; }

    public int Width { get; }

    public int Channels { get; }

    public int TileRows { get; }

    public int TileColumns { get; }

    /// <summary>Tiles of one image.</summary>
    public int Tiles => TileRows * TileColumns;

    /// <summary>Rows with the frame.</summary>
    public int Rows { get; }

    /// <summary>Rows of a rolling map, which holds only the last few, a power of two; 0 when all are held.</summary>
    public int Rolling { get; private init; }

    /// <summary>Columns with the frame.</summary>
    public int Columns { get; }

    /// <summary>Pixels of one image with the frame.</summary>
    public int Pixels => checked(Rows * Columns);

    /// <summary>Floats of one image with the frame, as it is held.</summary>
    public long Length => (Rolling == 0 ? Pixels : (long)Rolling * Columns) * Channels;

    /// <summary>Bytes of the decisions of one image with the frame, one bit a float.</summary>
    public long MaskLength => (long)Pixels * Channels / 8;

    /// <summary>The same map with the last few rows only.</summary>
    public FeatureMap Roll(int rows) => this with { Rolling = rows };

    /// <summary>Number of the pixel at a row and column of the image, frame counted.</summary>
    public int Pixel(int row, int column) => ((row + 1) * Columns) + column + 1;

    /// <summary>Writes zeros on the frame of every image: the memory may have held another map.</summary>
    public unsafe void ClearFrame(float* images, int count)
    {
        for (var image = 0; image < count; image++)
        {
            var start = images + (image * Length);
            Clear(start, 0, Pixel(0, 0));
            for (var row = 0; row < Height; row++)
            {
                // From the last pixel of this row to the first of the next.
                Clear(start, Pixel(row, Width), row + 1 < Height ? Pixel(row + 1, 0) : Pixels);
            }
        }
    }

    /// <summary>
    /// Writes what lies across the edge on the frame of every image, along the axes that are wrapped around.
    /// </summary>
    /// <param name="images">Features, or decisions.</param>
    /// <param name="count">How many images.</param>
    /// <param name="pixelBytes">Bytes of a pixel: of its features, or of its decisions.</param>
    /// <param name="tiling">The axes.</param>
    public unsafe void Wrap(byte* images, int count, int pixelBytes, Tiling tiling)
    {
        for (var image = 0; image < count; image++)
        {
            var start = images + ((long)image * Pixels * pixelBytes);
            for (var row = 0; row < Height && tiling.WrapsX(); row++)
            {
                Copy(start, Pixel(row, Width - 1), Pixel(row, -1), pixelBytes, 1);
                Copy(start, Pixel(row, 0), Pixel(row, Width), pixelBytes, 1);
            }
            if (tiling.WrapsY())
            {
                Copy(start, Pixel(Height - 1, -1), Pixel(-1, -1), pixelBytes, Columns);
                Copy(start, Pixel(0, -1), Pixel(Height, -1), pixelBytes, Columns);
            }
        }
    }

    private static unsafe void Copy(byte* image, int from, int to, int pixelBytes, int pixels) =>
        NativeMemory.Copy(
            image + ((long)from * pixelBytes),
            image + ((long)to * pixelBytes),
            (nuint)pixels * (nuint)pixelBytes
        );

    /// <summary>Tiles that cover a side, the last one perhaps in part.</summary>
    private static int TilesAlong(int side) => (side + Tile - 1) / Tile;

    private unsafe void Clear(float* image, int from, int to) =>
        NativeMemory.Clear(image + ((long)from * Channels), (nuint)(to - from) * (nuint)Channels * sizeof(float));
}
