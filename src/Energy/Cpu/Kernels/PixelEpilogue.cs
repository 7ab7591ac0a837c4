using WFrame.Cpu.Layout;

namespace WFrame.Cpu.Kernels;

/// <summary>An epilogue that takes pixel by pixel, whatever the operation does with one.</summary>
/// <param name="output">Where results go, if anywhere.</param>
/// <param name="mask">Decisions that are read or written, if any.</param>
/// <param name="bias">One number a channel, if needed.</param>
/// <param name="theta">What is added, if anything.</param>
internal readonly unsafe struct PixelEpilogue<TLanes, TVector, TOperation>(
    MapView output = default,
    MaskView mask = default,
    float* bias = null,
    ThetaView theta = default
) : IEpilogue
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
    where TOperation : struct, IPixelOperation<TVector>
{
    private readonly MapView _output = output;
    private readonly MaskView _mask = mask;
    private readonly float* _bias = bias;
    private readonly ThetaView _theta = theta;

    public static bool NeedsScale => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Finish(in Patch patch, int channel, in Outputs outputs, float scale)
    {
        var bias = TOperation.NeedsBias ? TLanes.Load(_bias + channel) : default;
        var target = _output.At(patch.Image, patch.Row, patch.Column) + channel;
        var bits = _mask.At(patch.Image, patch.Row, patch.Column);
        var seeds = TOperation.NeedsTheta ? _theta.At(patch.Image, patch.Row, patch.Column) + channel : null;
        for (var row = 0; row < patch.Rows; row++)
        {
            var y = outputs.Start + (row * outputs.RowStep);
            var to = target + (row * _output.RowStep);
            var decisions = bits + (row * _mask.RowStep);
            var seed = seeds + (row * _theta.RowStep);
            for (var column = 0; column < patch.Columns; column++)
            {
                TOperation.Apply(TLanes.Load(y), bias, seed, channel, decisions, to);
                y += outputs.ColumnStep;
                to += _output.Channels;
                decisions += _mask.PixelStep;
                seed += _theta.PixelStep;
            }
        }
    }
}
