using WFrame.Cpu.Layout;

namespace WFrame.Cpu.Kernels;

/// <summary>
/// Forward mode through ReLU and pool: the tangent of the pixel that won, or the mean of those of the active pixels.
/// </summary>
/// <param name="pooled">Receives the tangents.</param>
/// <param name="decisions">Of the pixels.</param>
/// <param name="averages">Whether the pool averages.</param>
internal readonly unsafe struct PoolTangentEpilogue<TLanes, TVector>(MapView pooled, MaskView decisions, bool averages)
    : IEpilogue
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    private readonly MapView _pooled = pooled;
    private readonly MaskView _decisions = decisions;
    private readonly bool _averages = averages;

    public static bool NeedsScale => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Finish(in Patch patch, int channel, in Outputs outputs, float scale)
    {
        var quarter = TLanes.Broadcast(0.25f);
        for (var row = 0; row + 1 < patch.Rows; row += 2)
        {
            var y = outputs.Start + (row * outputs.RowStep);
            var to = _pooled.At(patch.Image, (patch.Row + row) / 2, patch.Column / 2) + channel;
            var bits = _decisions.At(patch.Image, patch.Row + row, patch.Column);
            for (var column = 0; column + 1 < patch.Columns; column += 2)
            {
                var below = bits + _decisions.RowStep;
                var top = TLanes.Add(Kept(y, bits, channel), Kept(y + outputs.ColumnStep, Next(bits), channel));
                y += outputs.RowStep;
                var bottom = TLanes.Add(Kept(y, below, channel), Kept(y + outputs.ColumnStep, Next(below), channel));
                var sum = TLanes.Add(top, bottom);
                TLanes.Store(_averages ? TLanes.Fused(sum, quarter, default) : sum, to);
                y += (2 * outputs.ColumnStep) - outputs.RowStep;
                to += _pooled.Channels;
                bits += 2 * _decisions.PixelStep;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Kept(float* y, byte* bits, int channel) =>
        TLanes.Keep(TLanes.ReadBits(bits, channel), TLanes.Load(y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* Next(byte* bits) => bits + _decisions.PixelStep;
}
