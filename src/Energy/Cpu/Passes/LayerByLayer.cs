using WFrame.Cpu.Kernels;
using WFrame.Cpu.Layout;
using WFrame.Cpu.Threads;

namespace WFrame.Cpu.Passes;

/// <summary>Whole maps, one after another: for images so small that they stay near, and for several at a time.</summary>
internal sealed unsafe class LayerByLayer<TLanes, TVector>(TrunkMaps maps, ChainLayers<TLanes, TVector> layers)
    : IPassOrder
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    public long Bytes => 0;

    public void Up(Pass pass, ChainMemory memory, Share share, int chains)
    {
        var (firstRow, endRow) = share.Of(maps.Size.Height);
        ClearFrame(memory, share, 0, chains);
        layers.First(pass, memory.Input, chains, memory.Map(0), memory.Mask(0), firstRow, endRow);
        share.Meet();
        for (var stage = 1; stage <= maps.Last; stage++)
        {
            ClearFrame(memory, share, stage, chains);
            var (tile, end) = share.Of(chains * maps.Before[stage].Tiles);
            layers.Up(pass, stage, memory.Map(stage - 1), memory.Map(stage), memory.Mask(stage), tile, end);
            share.Meet();
        }
    }

    public void Seed(ChainMemory memory, Share share, int image, float* theta, int pixelStep)
    {
        var map = memory.Map(maps.Last);
        var (row, end) = share.Of(map.Height);
        layers.Seed(map, memory.Mask(maps.Last), image, theta, pixelStep, row, end);
    }

    public void Down(ChainMemory memory, Share share, int chains)
    {
        share.Meet();
        for (var stage = maps.Last; stage > 0; stage--)
        {
            ClearFrame(memory, share, stage - 1, chains);
            var (tile, end) = share.Of(chains * maps.Before[stage].Tiles);
            layers.Down(stage, memory, memory.Map(stage), memory.Map(stage - 1), tile, end);
            share.Meet();
        }
    }

    public void Gradient(ChainMemory memory, Share share, int image, float* output)
    {
        var (row, end) = share.Of(maps.Size.Height);
        layers.Gradient(memory.Map(0), image, output, row, end);
        share.Meet();
    }

    public void Dispose() { }

    /// <summary>A map is about to be written; the first member clears its frame.</summary>
    private static void ClearFrame(ChainMemory memory, Share share, int stage, int chains)
    {
        if (share.Leads)
        {
            memory.ClearFrame(stage, chains);
        }
    }
}
