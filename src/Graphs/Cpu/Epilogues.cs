using System.Runtime.CompilerServices;

namespace WFrame.Graphs.Cpu;

/// <summary>What is done with a convolution's outputs while they are still in the first cache.</summary>
internal unsafe interface IEpilogue
{
    /// <summary>Whether <see cref="Finish"/> needs the tile's largest |output|.</summary>
    static abstract bool NeedsScale { get; }

    /// <summary>Takes one tile and one register of channels.</summary>
    /// <param name="tile">Which tile.</param>
    /// <param name="channel">First channel of the register.</param>
    /// <param name="outputs">16 registers, row by row.</param>
    /// <param name="scale">Largest |output| of the tile over the chunk's channels, 0 unless needed.</param>
    void Finish(in Tile tile, int channel, float* outputs, float scale);
}

/// <summary>An epilogue that also takes single pixels, for the direct convolution.</summary>
internal interface IPixelEpilogue<TVector>
{
    void Put(int image, int row, int column, int channel, TVector output);
}

/// <summary>Bias and ReLU; the decisions are kept.</summary>
internal readonly unsafe struct ReluEpilogue<TLanes, TVector>(MapView output, MaskView mask, float* bias)
    : IEpilogue,
        IPixelEpilogue<TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    private readonly MapView _output = output;
    private readonly MaskView _mask = mask;
    private readonly float* _bias = bias;

    public static bool NeedsScale => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(int image, int row, int column, int channel, TVector output)
    {
        var z = TLanes.Add(output, TLanes.Load(_bias + channel));
        TLanes.WriteBits(_mask.At(image, row, column), channel, TLanes.Greater(z, default));
        TLanes.Store(TLanes.Max(default, z), _output.At(image, row, column) + channel);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Finish(in Tile tile, int channel, float* outputs, float scale)
    {
        var (rows, columns) = TileClip.Of(tile, _output.Height, _output.Width);
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var y = TLanes.Load(outputs + (((row * FeatureMap.Tile) + column) * TLanes.Count));
                Put(tile.Image, tile.Row + row, tile.Column + column, channel, y);
            }
        }
    }
}

/// <summary>Multiplies by the decisions: both for gradients going down and for tangents going up.</summary>
internal readonly unsafe struct MaskEpilogue<TLanes, TVector>(MapView output, MaskView mask)
    : IEpilogue,
        IPixelEpilogue<TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    private readonly MapView _output = output;
    private readonly MaskView _mask = mask;

    public static bool NeedsScale => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(int image, int row, int column, int channel, TVector output) =>
        TLanes.Store(
            TLanes.Keep(TLanes.ReadBits(_mask.At(image, row, column), channel), output),
            _output.At(image, row, column) + channel
        );

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Finish(in Tile tile, int channel, float* outputs, float scale)
    {
        var (rows, columns) = TileClip.Of(tile, _output.Height, _output.Width);
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var y = TLanes.Load(outputs + (((row * FeatureMap.Tile) + column) * TLanes.Count));
                Put(tile.Image, tile.Row + row, tile.Column + column, channel, y);
            }
        }
    }
}

/// <summary>Stores as it is: a gradient on its way to a pool, whose decisions are applied where it is read.</summary>
internal readonly unsafe struct StoreEpilogue<TLanes, TVector>(MapView output) : IEpilogue
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    private readonly MapView _output = output;

    public static bool NeedsScale => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Finish(in Tile tile, int channel, float* outputs, float scale)
    {
        var (rows, columns) = TileClip.Of(tile, _output.Height, _output.Width);
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var y = TLanes.Load(outputs + (((row * FeatureMap.Tile) + column) * TLanes.Count));
                TLanes.Store(y, _output.At(tile.Image, tile.Row + row, tile.Column + column) + channel);
            }
        }
    }
}

/// <summary>The part of a tile that lies inside the image.</summary>
internal static class TileClip
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (int Rows, int Columns) Of(in Tile tile, int height, int width) =>
        (Math.Min(FeatureMap.Tile, height - tile.Row), Math.Min(FeatureMap.Tile, width - tile.Column));
}
