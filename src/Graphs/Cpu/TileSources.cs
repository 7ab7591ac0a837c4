using System.Runtime.CompilerServices;

namespace WFrame.Graphs.Cpu;

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

    /// <summary>Hints that a tile will be read soon.</summary>
    void Soon(in Tile tile);
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
        var start = _map.At(tile.Image, tile.Row - 1, tile.Column + column - 1) + channel;
        var step = _map.RowStep;
        d0 = TLanes.Load(start);
        d1 = TLanes.Load(start + step);
        d2 = TLanes.Load(start + (2 * step));
        d3 = TLanes.Load(start + (3 * step));
        d4 = TLanes.Load(start + (4 * step));
        d5 = TLanes.Load(start + (5 * step));
    }

    // The tile to the left has asked for the first two columns.
    public void Soon(in Tile tile) =>
        _map.Soon(new Patch(tile.Image, tile.Row - 1, tile.Column + 1, Winograd.Input, 4), 0, _map.Channels);
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
        var start = _pooled.At(tile.Image, (tile.Row / 2) - 1, (tile.Column / 2) - 1 + ((column + 1) / 2)) + channel;
        var step = _pooled.RowStep;
        var bits = _winners.At(tile.Image, tile.Row - 1, tile.Column + column - 1);
        var bitStep = _winners.RowStep;
        var second = TLanes.Load(start + step);
        var third = TLanes.Load(start + (2 * step));
        d0 = TLanes.Keep(TLanes.ReadBits(bits, channel), TLanes.Load(start));
        d1 = TLanes.Keep(TLanes.ReadBits(bits + bitStep, channel), second);
        d2 = TLanes.Keep(TLanes.ReadBits(bits + (2 * bitStep), channel), second);
        d3 = TLanes.Keep(TLanes.ReadBits(bits + (3 * bitStep), channel), third);
        d4 = TLanes.Keep(TLanes.ReadBits(bits + (4 * bitStep), channel), third);
        d5 = TLanes.Keep(TLanes.ReadBits(bits + (5 * bitStep), channel), TLanes.Load(start + (3 * step)));
    }

    public void Soon(in Tile tile) =>
        _pooled.Soon(new Patch(tile.Image, (tile.Row / 2) - 1, (tile.Column / 2) + 1, 4, 2), 0, _pooled.Channels);
}
