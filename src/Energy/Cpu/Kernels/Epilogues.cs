using System.Runtime.CompilerServices;
using WFrame.Cpu.Layout;

namespace WFrame.Cpu.Kernels;

/// <summary>What is done with a convolution's outputs while they are still in the first cache.</summary>
internal unsafe interface IEpilogue
{
    /// <summary>Whether <see cref="Finish"/> needs the tile's largest |output|.</summary>
    static abstract bool NeedsScale { get; }

    /// <summary>Takes one register of channels of a patch of pixels.</summary>
    /// <param name="patch">Which pixels.</param>
    /// <param name="channel">First channel of the register.</param>
    /// <param name="outputs">The patch's outputs.</param>
    /// <param name="scale">Largest |output| of the tile over the chunk's channels, 0 unless needed.</param>
    void Finish(in Patch patch, int channel, in Outputs outputs, float scale);
}

/// <summary>Outputs of a patch: floats from one row and from one column to the next.</summary>
internal readonly unsafe struct Outputs(float* start, nint rowStep, nint columnStep)
{
    public readonly float* Start = start;
    public readonly nint RowStep = rowStep;
    public readonly nint ColumnStep = columnStep;
}

/// <summary>Bias and ReLU; the decisions are kept.</summary>
internal readonly unsafe struct ReluEpilogue<TLanes, TVector>(MapView output, MaskView mask, float* bias) : IEpilogue
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    private readonly MapView _output = output;
    private readonly MaskView _mask = mask;
    private readonly float* _bias = bias;

    public static bool NeedsScale => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Finish(in Patch patch, int channel, in Outputs outputs, float scale)
    {
        var bias = TLanes.Load(_bias + channel);
        var target = _output.At(patch.Image, patch.Row, patch.Column) + channel;
        var bits = _mask.At(patch.Image, patch.Row, patch.Column);
        for (var row = 0; row < patch.Rows; row++)
        {
            var y = outputs.Start + (row * outputs.RowStep);
            var to = target + (row * _output.RowStep);
            var decisions = bits + (row * _mask.RowStep);
            for (var column = 0; column < patch.Columns; column++)
            {
                var z = TLanes.Add(TLanes.Load(y), bias);
                TLanes.WriteBits(decisions, channel, TLanes.Greater(z, default));
                TLanes.Store(TLanes.Max(default, z), to);
                y += outputs.ColumnStep;
                to += _output.Channels;
                decisions += _mask.PixelStep;
            }
        }
    }
}

/// <summary>Bias and ReLU of which only the decisions are kept: a gradient needs no more of the last layer.</summary>
internal readonly unsafe struct DecisionEpilogue<TLanes, TVector>(MaskView mask, float* bias) : IEpilogue
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    private readonly MaskView _mask = mask;
    private readonly float* _bias = bias;

    public static bool NeedsScale => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Finish(in Patch patch, int channel, in Outputs outputs, float scale)
    {
        var bias = TLanes.Load(_bias + channel);
        var bits = _mask.At(patch.Image, patch.Row, patch.Column);
        for (var row = 0; row < patch.Rows; row++)
        {
            var y = outputs.Start + (row * outputs.RowStep);
            var decisions = bits + (row * _mask.RowStep);
            for (var column = 0; column < patch.Columns; column++)
            {
                TLanes.WriteBits(decisions, channel, TLanes.Greater(TLanes.Add(TLanes.Load(y), bias), default));
                y += outputs.ColumnStep;
                decisions += _mask.PixelStep;
            }
        }
    }
}

/// <summary>Multiplies by the decisions: both for gradients going down and for tangents going up.</summary>
internal readonly unsafe struct MaskEpilogue<TLanes, TVector>(MapView output, MaskView mask) : IEpilogue
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    private readonly MapView _output = output;
    private readonly MaskView _mask = mask;

    public static bool NeedsScale => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Finish(in Patch patch, int channel, in Outputs outputs, float scale)
    {
        var target = _output.At(patch.Image, patch.Row, patch.Column) + channel;
        var bits = _mask.At(patch.Image, patch.Row, patch.Column);
        for (var row = 0; row < patch.Rows; row++)
        {
            var y = outputs.Start + (row * outputs.RowStep);
            var to = target + (row * _output.RowStep);
            var decisions = bits + (row * _mask.RowStep);
            for (var column = 0; column < patch.Columns; column++)
            {
                TLanes.Store(TLanes.Keep(TLanes.ReadBits(decisions, channel), TLanes.Load(y)), to);
                y += outputs.ColumnStep;
                to += _output.Channels;
                decisions += _mask.PixelStep;
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
    public void Finish(in Patch patch, int channel, in Outputs outputs, float scale)
    {
        var target = _output.At(patch.Image, patch.Row, patch.Column) + channel;
        for (var row = 0; row < patch.Rows; row++)
        {
            var y = outputs.Start + (row * outputs.RowStep);
            var to = target + (row * _output.RowStep);
            for (var column = 0; column < patch.Columns; column++)
            {
                TLanes.Store(TLanes.Load(y), to);
                y += outputs.ColumnStep;
                to += _output.Channels;
            }
        }
    }
}
