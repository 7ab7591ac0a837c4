using WFrame.Cpu.Layout;

namespace WFrame.Cpu.Kernels.Winograd;

/// <summary>Where a convolution reads its 6x6 input tiles.</summary>
internal interface ITileSource<TVector>
{
    /// <summary>Column <paramref name="column"/> (0..5) of the input tile of an output tile, one register of channels.</summary>
    void Read(
        in Tile tile,
        int column,
        int channel,
        out TVector d0,
        out TVector d1,
        out TVector d2,
        out TVector d3,
        out TVector d4,
        out TVector d5
    );
}

/// <summary>A feature map as it lies in memory.</summary>
internal readonly unsafe struct PlainSource<TLanes, TVector>(MapView map) : ITileSource<TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    private readonly MapView _map = map;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Read(
        in Tile tile,
        int column,
        int channel,
        out TVector d0,
        out TVector d1,
        out TVector d2,
        out TVector d3,
        out TVector d4,
        out TVector d5
    )
    {
        var (image, row, place) = (tile.Image, tile.Row, tile.Column + column - 1);
        d0 = TLanes.Load(_map.At(image, row - 1, place) + channel);
        d1 = TLanes.Load(_map.At(image, row, place) + channel);
        d2 = TLanes.Load(_map.At(image, row + 1, place) + channel);
        d3 = TLanes.Load(_map.At(image, row + 2, place) + channel);
        d4 = TLanes.Load(_map.At(image, row + 3, place) + channel);
        d5 = TLanes.Load(_map.At(image, row + 4, place) + channel);
    }
}

/// <summary>
/// The gradient of a pooled map spread back over the windows: it goes to the pixel that won (if its ReLU was active),
/// the other three get 0. The map before the pool never exists in memory.
/// </summary>
internal readonly unsafe struct UnpoolSource<TLanes, TVector>(MapView pooled, MaskView winners) : ITileSource<TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    private readonly MapView _pooled = pooled;
    private readonly MaskView _winners = winners;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Read(
        in Tile tile,
        int column,
        int channel,
        out TVector d0,
        out TVector d1,
        out TVector d2,
        out TVector d3,
        out TVector d4,
        out TVector d5
    )
    {
        // The input tile starts one pixel up and left of the output tile, in the middle of a window.
        var (image, row, place) = (tile.Image, tile.Row / 2, (tile.Column / 2) - 1 + ((column + 1) / 2));
        var bits = _winners.At(image, tile.Row - 1, tile.Column + column - 1);
        var bitStep = _winners.RowStep;
        var second = TLanes.Load(_pooled.At(image, row, place) + channel);
        var third = TLanes.Load(_pooled.At(image, row + 1, place) + channel);
        d0 = TLanes.Keep(TLanes.ReadBits(bits, channel), TLanes.Load(_pooled.At(image, row - 1, place) + channel));
        d1 = TLanes.Keep(TLanes.ReadBits(bits + bitStep, channel), second);
        d2 = TLanes.Keep(TLanes.ReadBits(bits + (2 * bitStep), channel), second);
        d3 = TLanes.Keep(TLanes.ReadBits(bits + (3 * bitStep), channel), third);
        d4 = TLanes.Keep(TLanes.ReadBits(bits + (4 * bitStep), channel), third);
        bits += 5 * bitStep;
        d5 = TLanes.Keep(TLanes.ReadBits(bits, channel), TLanes.Load(_pooled.At(image, row + 2, place) + channel));
    }
}

/// <summary>Theta of a layer tapped before its pool, times the decisions of its ReLU: not only the winners'.</summary>
internal readonly unsafe struct ThetaSource<TLanes, TVector>(ThetaView theta, MaskView active) : ITileSource<TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    private readonly ThetaView _theta = theta;
    private readonly MaskView _active = active;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Read(
        in Tile tile,
        int column,
        int channel,
        out TVector d0,
        out TVector d1,
        out TVector d2,
        out TVector d3,
        out TVector d4,
        out TVector d5
    )
    {
        // In the frame nothing is active; theta's only has to be readable.
        var (row, place) = (tile.Row - 1, tile.Column + column - 1);
        var theta = _theta.At(tile.Image, row, place) + channel;
        var bits = _active.At(tile.Image, row, place);
        var (step, bitStep) = (_theta.RowStep, _active.RowStep);
        d0 = TLanes.Keep(TLanes.ReadBits(bits, channel), TLanes.Load(theta));
        d1 = TLanes.Keep(TLanes.ReadBits(bits + bitStep, channel), TLanes.Load(theta + step));
        d2 = TLanes.Keep(TLanes.ReadBits(bits + (2 * bitStep), channel), TLanes.Load(theta + (2 * step)));
        d3 = TLanes.Keep(TLanes.ReadBits(bits + (3 * bitStep), channel), TLanes.Load(theta + (3 * step)));
        d4 = TLanes.Keep(TLanes.ReadBits(bits + (4 * bitStep), channel), TLanes.Load(theta + (4 * step)));
        d5 = TLanes.Keep(TLanes.ReadBits(bits + (5 * bitStep), channel), TLanes.Load(theta + (5 * step)));
    }
}

/// <summary>The sum of two sources.</summary>
internal readonly struct SumSource<TLanes, TVector, TFirst, TSecond>(TFirst first, TSecond second)
    : ITileSource<TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
    where TFirst : struct, ITileSource<TVector>
    where TSecond : struct, ITileSource<TVector>
{
    private readonly TFirst _first = first;
    private readonly TSecond _second = second;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Read(
        in Tile tile,
        int column,
        int channel,
        out TVector d0,
        out TVector d1,
        out TVector d2,
        out TVector d3,
        out TVector d4,
        out TVector d5
    )
    {
        _first.Read(tile, column, channel, out d0, out d1, out d2, out d3, out d4, out d5);
        _second.Read(tile, column, channel, out var e0, out var e1, out var e2, out var e3, out var e4, out var e5);
        (d0, d1, d2) = (TLanes.Add(d0, e0), TLanes.Add(d1, e1), TLanes.Add(d2, e2));
        (d3, d4, d5) = (TLanes.Add(d3, e3), TLanes.Add(d4, e4), TLanes.Add(d5, e5));
    }
}
