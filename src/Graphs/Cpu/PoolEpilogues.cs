using System.Runtime.CompilerServices;

namespace WFrame.Graphs.Cpu;

/// <summary>
/// Bias, ReLU and 2x2 max-pool in one go: a tile of 4x4 outputs holds four whole windows. Winograd rounds equal
/// receptive fields differently, so equal values are not found equal; the winner is therefore the first value, in
/// row-major order, within 3e-6 of the tile's scale of the window's best. The scale, the largest |output| of the tile
/// before the bias, is that of the rounding errors: they stem from the same input tile.
/// </summary>
internal readonly unsafe struct PoolEpilogue<TLanes, TVector>(MapView pooled, MaskView winners, float* bias) : IEpilogue
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Values closer than this, relative to the scale, count as equal.</summary>
    public const float TieTolerance = 3e-6f;

    private readonly MapView _pooled = pooled;
    private readonly MaskView _winners = winners;
    private readonly float* _bias = bias;

    public static bool NeedsScale => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Finish(in Tile tile, int channel, float* outputs, float scale)
    {
        var tolerance = TLanes.Broadcast(TieTolerance * scale);
        var bias = TLanes.Load(_bias + channel);
        var (rows, columns) = TileClip.Of(new Tile(0, tile.Row / 2, tile.Column / 2), _pooled.Height, _pooled.Width);
        for (var row = 0; row < Math.Min(rows, 2); row++)
        {
            for (var column = 0; column < Math.Min(columns, 2); column++)
            {
                Window(
                    new Tile(tile.Image, (tile.Row / 2) + row, (tile.Column / 2) + column),
                    channel,
                    outputs + (((row * 2 * FeatureMap.Tile) + (column * 2)) * TLanes.Count),
                    bias,
                    tolerance
                );
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Window(Tile window, int channel, float* outputs, TVector bias, TVector tolerance)
    {
        var first = TLanes.Load(outputs);
        var second = TLanes.Load(outputs + TLanes.Count);
        var third = TLanes.Load(outputs + (FeatureMap.Tile * TLanes.Count));
        var fourth = TLanes.Load(outputs + ((FeatureMap.Tile + 1) * TLanes.Count));
        var limit = TLanes.Subtract(TLanes.Max(TLanes.Max(first, second), TLanes.Max(third, fourth)), tolerance);

        var all = (1u << TLanes.Count) - 1;
        var won1 = all & ~TLanes.Greater(limit, first);
        var won2 = all & ~TLanes.Greater(limit, second) & ~won1;
        var won3 = all & ~TLanes.Greater(limit, third) & ~(won1 | won2);
        var won4 = all & ~(won1 | won2 | won3);
        var winner = TLanes.Add(
            TLanes.Add(TLanes.Keep(won1, first), TLanes.Keep(won2, second)),
            TLanes.Add(TLanes.Keep(won3, third), TLanes.Keep(won4, fourth))
        );
        var z = TLanes.Add(winner, bias);
        var active = TLanes.Greater(z, default);

        var bits = _winners.At(window.Image, 2 * window.Row, 2 * window.Column);
        var below = bits + _winners.RowStep;
        TLanes.WriteBits(bits, channel, won1 & active);
        TLanes.WriteBits(bits + _winners.PixelStep, channel, won2 & active);
        TLanes.WriteBits(below, channel, won3 & active);
        TLanes.WriteBits(below + _winners.PixelStep, channel, won4 & active);
        TLanes.Store(TLanes.Max(default, z), _pooled.At(window.Image, window.Row, window.Column) + channel);
    }
}

/// <summary>Forward mode through ReLU and pool: the tangent of the pixel that won.</summary>
internal readonly unsafe struct PoolTangentEpilogue<TLanes, TVector>(MapView pooled, MaskView winners) : IEpilogue
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    private readonly MapView _pooled = pooled;
    private readonly MaskView _winners = winners;

    public static bool NeedsScale => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Finish(in Tile tile, int channel, float* outputs, float scale)
    {
        var (rows, columns) = TileClip.Of(new Tile(0, tile.Row / 2, tile.Column / 2), _pooled.Height, _pooled.Width);
        for (var row = 0; row < Math.Min(rows, 2); row++)
        {
            for (var column = 0; column < Math.Min(columns, 2); column++)
            {
                var (windowRow, windowColumn) = ((tile.Row / 2) + row, (tile.Column / 2) + column);
                var y = outputs + (((row * 2 * FeatureMap.Tile) + (column * 2)) * TLanes.Count);
                var bits = _winners.At(tile.Image, 2 * windowRow, 2 * windowColumn);
                var below = bits + _winners.RowStep;
                var top = TLanes.Add(
                    TLanes.Keep(TLanes.ReadBits(bits, channel), TLanes.Load(y)),
                    TLanes.Keep(TLanes.ReadBits(bits + _winners.PixelStep, channel), TLanes.Load(y + TLanes.Count))
                );
                var bottom = TLanes.Add(
                    TLanes.Keep(TLanes.ReadBits(below, channel), TLanes.Load(y + (FeatureMap.Tile * TLanes.Count))),
                    TLanes.Keep(
                        TLanes.ReadBits(below + _winners.PixelStep, channel),
                        TLanes.Load(y + ((FeatureMap.Tile + 1) * TLanes.Count))
                    )
                );
                TLanes.Store(TLanes.Add(top, bottom), _pooled.At(tile.Image, windowRow, windowColumn) + channel);
            }
        }
    }
}
