namespace WFrame.Cpu.Layout;

/// <summary>A tile of 4x4 outputs: which image, and its first row and column.</summary>
internal readonly record struct Tile(int Image, int Row, int Column)
{
    /// <summary>Tile number <paramref name="index"/> when the tiles of all images are counted through.</summary>
    public static Tile At(int index, FeatureMap map)
    {
        var (image, rest) = Math.DivRem(index, map.Tiles);
        var (row, column) = Math.DivRem(rest, map.TileColumns);
        return new Tile(image, row * FeatureMap.Tile, column * FeatureMap.Tile);
    }
}

/// <summary>Pixels of one image that lie inside it: a whole tile or what the edge leaves of it, or a piece of a row.</summary>
internal readonly record struct Patch(int Image, int Row, int Column, int Rows, int Columns)
{
    /// <summary>The part of a tile that lies inside the image.</summary>
    public static Patch Of(Tile tile, FeatureMap map) =>
        new(
            tile.Image,
            tile.Row,
            tile.Column,
            Math.Min(FeatureMap.Tile, map.Height - tile.Row),
            Math.Min(FeatureMap.Tile, map.Width - tile.Column)
        );
}

/// <summary>
/// Feature maps of several images in memory. Of a rolling map row r lies where row r - <see cref="FeatureMap.Rolling"/>
/// lay; the four rows of a tile are always neighbours, six need not be.
/// </summary>
internal readonly unsafe struct MapView(float* start, FeatureMap map)
{
    private readonly float* _start = start;
    private readonly long _imageStep = map.Length;
    private readonly int _above = map.Rolling == 0 ? 1 : 0;
    private readonly int _rows = map.Rolling == 0 ? -1 : map.Rolling - 1;

    public readonly int Height = map.Height;
    public readonly int Width = map.Width;
    public readonly int Channels = map.Channels;

    /// <summary>Floats from one row to the next.</summary>
    public readonly nint RowStep = (nint)map.Columns * map.Channels;

    /// <summary>Where a pixel's channels begin; row and column -1 are the frame.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* At(int image, int row, int column) =>
        _start + (image * _imageStep) + (((row + _above) & _rows) * RowStep) + ((column + 1) * Channels);

    /// <summary>Writes zeros on rows of the first image, frame included.</summary>
    public void Clear(int firstRow, int endRow)
    {
        for (var row = firstRow; row < endRow; row++)
        {
            NativeMemory.Clear(At(0, row, -1), (nuint)RowStep * sizeof(float));
        }
    }
}

/// <summary>
/// Decisions of one convolution for several images, one bit an activation, [row][column][channel] with the frame of the
/// feature map. A bit says that the derivative of the layer's output by this pre-activation is 1: the ReLU is active and,
/// before a pool, the pixel is its window's winner.
/// </summary>
internal readonly unsafe struct MaskView(byte* start, FeatureMap map)
{
    private readonly byte* _start = start;
    private readonly long _imageStep = map.MaskLength;

    /// <summary>Bytes from one pixel to the next.</summary>
    public readonly int PixelStep = map.Channels / 8;

    /// <summary>Bytes from one row to the next.</summary>
    public readonly nint RowStep = (nint)map.Columns * (map.Channels / 8);

    /// <summary>The decisions of a pixel; row and column -1 are the frame.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte* At(int image, int row, int column) =>
        _start + (image * _imageStep) + ((row + 1) * RowStep) + ((column + 1) * PixelStep);
}

/// <summary>
/// Theta of one tap for several images, which may be of different groups: [row][column][channel] with the frame of the
/// feature map, or one number a channel, for which the steps are 0.
/// </summary>
/// <param name="images">Where theta of each image begins.</param>
/// <param name="rowStep">Floats from one row to the next.</param>
/// <param name="pixelStep">Floats from one pixel to the next.</param>
internal readonly unsafe struct ThetaView(float** images, nint rowStep, nint pixelStep)
{
    private readonly float** _images = images;

    public readonly nint RowStep = rowStep;
    public readonly nint PixelStep = pixelStep;

    /// <summary>Theta of a pixel; row and column -1 are the frame.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* At(int image, int row, int column) =>
        _images[image] + ((row + 1) * RowStep) + ((column + 1) * PixelStep);
}
