using WFrame.Cpu.Layout;

namespace WFrame.Cpu.Kernels;

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
    public void Finish(in Patch patch, int channel, in Outputs outputs, float scale)
    {
        var tolerance = TLanes.Broadcast(TieTolerance * scale);
        var bias = TLanes.Load(_bias + channel);
        for (var row = 0; row + 1 < patch.Rows; row += 2)
        {
            var y = outputs.Start + (row * outputs.RowStep);
            var to = _pooled.At(patch.Image, (patch.Row + row) / 2, patch.Column / 2) + channel;
            var bits = _winners.At(patch.Image, patch.Row + row, patch.Column);
            for (var column = 0; column + 1 < patch.Columns; column += 2)
            {
                Window(y, outputs, bias, tolerance, channel, bits, to);
                y += 2 * outputs.ColumnStep;
                to += _pooled.Channels;
                bits += 2 * _winners.PixelStep;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Window(
        float* y,
        in Outputs outputs,
        TVector bias,
        TVector tolerance,
        int channel,
        byte* bits,
        float* target
    )
    {
        var first = TLanes.Load(y);
        var second = TLanes.Load(y + outputs.ColumnStep);
        var third = TLanes.Load(y + outputs.RowStep);
        var fourth = TLanes.Load(y + outputs.RowStep + outputs.ColumnStep);
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

        var below = bits + _winners.RowStep;
        TLanes.WriteBits(bits, channel, won1 & active);
        TLanes.WriteBits(bits + _winners.PixelStep, channel, won2 & active);
        TLanes.WriteBits(below, channel, won3 & active);
        TLanes.WriteBits(below + _winners.PixelStep, channel, won4 & active);
        TLanes.Store(TLanes.Max(default, z), target);
    }
}
