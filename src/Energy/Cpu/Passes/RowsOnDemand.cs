using WFrame.Cpu.Kernels;
using WFrame.Cpu.Layout;
using WFrame.Cpu.Threads;

namespace WFrame.Cpu.Passes;

/// <summary>
/// All layers by turns, for one large image and one tap: the last layer asks the one before it for the few rows that it
/// reads next, and so on. What a layer writes has not left the L2 cache when the next one reads it, whatever the size of
/// the image. Threads of a group make the rows at their borders twice, and wait for each other only at the end of a pass.
/// </summary>
internal sealed unsafe class RowsOnDemand<TLanes, TVector>(TrunkMaps maps, ChainLayers<TLanes, TVector> layers)
    : IPassOrder
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    private const int Tile = FeatureMap.Tile;

    private readonly RollingMaps _maps = new(maps);
    private ChainsTheta _theta;

    public long Bytes => _maps.Bytes;

    public void Forward(Pass pass, ChainMemory memory, Share share, int chains, Span<float> output)
    {
        _maps.Begin();
        var unit = UnitRows(pass, maps.Last);
        var (first, end) = share.Of((maps.Outputs[maps.Last].Height + unit - 1) / unit);
        Need(pass, memory, maps.Last, unit * first, unit * end);
        share.Wait();
        if (pass != Pass.Decisions)
        {
            TapReader.Read(pass, maps.Layout, 0, memory.Map(maps.Last), chains, share, output);
        }
    }

    // The rows of the image's gradient will ask for what they need.
    public void Backward(ChainMemory memory, Share share, int chains, ChainsTheta theta)
    {
        _maps.Begin();
        _theta = theta;
    }

    public void Gradient(ChainMemory memory, Share share, int image, float* output)
    {
        var (first, end) = share.Of(maps.Size.Height);
        for (var row = first; row < end; row++)
        {
            Need(Pass.Gradient, memory, 0, row - 1, row + 2);
            layers.Gradient(_maps.Map(0), image, output, row, row + 1);
        }
        share.Wait();
    }

    public void Dispose() => _maps.Dispose();

    /// <summary>Makes the rows of a map that are not there yet.</summary>
    private void Need(Pass pass, ChainMemory memory, int stage, int from, int end)
    {
        var unit = UnitRows(pass, stage);
        var (row, endRow) = _maps.Missing(stage, from, end, unit);
        for (; row < endRow; row += unit)
        {
            Make(pass, memory, stage, row);
        }
    }

    /// <summary>Makes a row of tiles, or a single row where there are no tiles, and before it what it is made from.</summary>
    private void Make(Pass pass, ChainMemory memory, int stage, int row)
    {
        var mask = memory.Mask(stage);
        var tileRow = row / UnitRows(pass, stage);
        var top = Tile * tileRow;
        if (pass == Pass.Gradient && stage == maps.Last)
        {
            layers.Seed(_maps.Map(stage), mask, 0, _theta.Of(0), row, row + 1);
        }
        else if (pass == Pass.Gradient)
        {
            var above = stage + 1;
            var scale = maps.Stages[above].Pooled ? 2 : 1;
            Need(pass, memory, above, (top / scale) - 1, ((top + Tile) / scale) + 1);
            var (tile, end) = Tiles(above, tileRow);
            layers.Backward(above, memory, _maps.Map(above), _maps.Map(stage), _theta, tile, end);
        }
        else
        {
            // The last map of a forward pass is whole: its responses will be read.
            var map = stage == maps.Last ? memory.Map(stage) : _maps.Map(stage);
            if (stage == 0)
            {
                layers.First(pass, memory.Input, 1, map, mask, row, row + 1);
                return;
            }
            Need(pass, memory, stage - 1, top - 1, top + Tile + 1);
            var (tile, end) = Tiles(stage, tileRow);
            layers.Forward(pass, stage, memory, _maps.Map(stage - 1), map, tile, end);
        }
    }

    /// <summary>Rows of a map that are made at a time: those of a row of tiles, or one where there are no tiles.</summary>
    private int UnitRows(Pass pass, int stage) =>
        stage == (pass == Pass.Gradient ? maps.Last : 0) ? 1
        : pass != Pass.Gradient && maps.Stages[stage].Pooled ? Tile / 2
        : Tile;

    private (int First, int End) Tiles(int stage, int tileRow)
    {
        var columns = maps.Before[stage].TileColumns;
        return (tileRow * columns, (tileRow + 1) * columns);
    }
}
