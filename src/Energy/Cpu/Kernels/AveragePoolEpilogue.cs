using WFrame.Cpu.Layout;

namespace WFrame.Cpu.Kernels;

/// <summary>Bias, ReLU and 2x2 mean in one go: a tile of 4x4 outputs holds four whole windows.</summary>
internal readonly unsafe struct AveragePoolEpilogue<TLanes, TVector>(MapView pooled, MaskView active, float* bias)
    : IEpilogue
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    private readonly MapView _pooled = pooled;
    private readonly MaskView _active = active;
    private readonly float* _bias = bias;

    public static bool NeedsScale => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Finish(in Patch patch, int channel, in Outputs outputs, float scale)
    {
        var bias = TLanes.Load(_bias + channel);
        var quarter = TLanes.Broadcast(0.25f);
        for (var row = 0; row + 1 < patch.Rows; row += 2)
        {
            var y = outputs.Start + (row * outputs.RowStep);
            var to = _pooled.At(patch.Image, (patch.Row + row) / 2, patch.Column / 2) + channel;
            var bits = _active.At(patch.Image, patch.Row + row, patch.Column);
            for (var column = 0; column + 1 < patch.Columns; column += 2)
            {
                var top = TLanes.Add(
                    Value(y, bias, channel, bits),
                    Value(y + outputs.ColumnStep, bias, channel, bits + _active.PixelStep)
                );
                var z = y + outputs.RowStep;
                var below = bits + _active.RowStep;
                var bottom = TLanes.Add(
                    Value(z, bias, channel, below),
                    Value(z + outputs.ColumnStep, bias, channel, below + _active.PixelStep)
                );
                TLanes.Store(TLanes.Fused(TLanes.Add(top, bottom), quarter, default), to);
                y += 2 * outputs.ColumnStep;
                to += _pooled.Channels;
                bits += 2 * _active.PixelStep;
            }
        }
    }

    /// <summary>One pixel after its ReLU, whose decisions are kept.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Value(float* y, TVector bias, int channel, byte* bits)
    {
        var z = TLanes.Add(TLanes.Load(y), bias);
        TLanes.WriteBits(bits, channel, TLanes.Greater(z, default));
        return TLanes.Max(default, z);
    }
}
