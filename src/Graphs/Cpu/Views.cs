using System.Runtime.CompilerServices;

namespace WFrame.Graphs.Cpu;

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

    /// <summary>The pixels of the pooled map that its whole windows become.</summary>
    public Patch Pooled => new(Image, Row / 2, Column / 2, Rows / 2, Columns / 2);
}

/// <summary>Feature maps of several images in memory.</summary>
internal readonly unsafe struct MapView(float* start, FeatureMap map)
{
    private readonly float* _start = start;
    private readonly long _imageStep = map.Length;
    private readonly bool _large = map.IsLarge;

    public readonly int Height = map.Height;
    public readonly int Width = map.Width;
    public readonly int Channels = map.Channels;

    /// <summary>Floats from one row to the next.</summary>
    public readonly nint RowStep = (nint)map.Columns * map.Channels;

    /// <summary>Where a pixel's channels begin; row and column -1 are the frame.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* At(int image, int row, int column) =>
        _start + (image * _imageStep) + ((row + 1) * RowStep) + ((column + 1) * Channels);

    /// <summary>Hints that channels of a patch will be used soon; where the map is near anyway, does nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Soon(in Patch patch, int channel, int channels)
    {
        if (_large)
        {
            Fetch(patch, channel, channels);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Fetch(in Patch patch, int channel, int channels)
    {
        for (var row = 0; row < patch.Rows; row++)
        {
            var start = At(patch.Image, patch.Row + row, patch.Column) + channel;
            if (channels == Channels)
            {
                CacheHint.Soon(start, (nint)patch.Columns * Channels);
                continue;
            }
            for (var column = 0; column < patch.Columns; column++)
            {
                CacheHint.Soon(start + (column * Channels), channels);
            }
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
