using WFrame.Cpu.Kernels;
using WFrame.Cpu.Layout;
using WFrame.Cpu.Threads;

namespace WFrame.Cpu.Passes;

/// <summary>
/// Whole maps, one after another: for images so small that they stay near, for several at a time, and for several taps.
/// </summary>
internal sealed unsafe class LayerByLayer<TLanes, TVector>(TrunkMaps maps, ChainLayers<TLanes, TVector> layers)
    : IPassOrder
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    public long Bytes => 0;

    public void Forward(Pass pass, ChainMemory memory, Share share, int chains, Span<float> output)
    {
        var (firstRow, endRow) = share.Of(maps.Size.Height);
        ClearFrame(memory, share, 0, chains);
        layers.First(pass, memory.Input, chains, memory.Map(0), memory.Mask(0), firstRow, endRow);
        Finish(memory, share, 0, chains, decisions: false);
        ReadTaps(pass, memory, share, 0, chains, output);
        for (var stage = 1; stage <= maps.Last; stage++)
        {
            ClearFrame(memory, share, stage, chains);
            var (tile, end) = share.Of(chains * maps.Before[stage].Tiles);
            layers.Forward(pass, stage, memory, memory.Map(stage - 1), memory.Map(stage), tile, end);
            Finish(memory, share, stage, chains, decisions: pass != Pass.Tangent && maps.Stages[stage].Pooled);
            ReadTaps(pass, memory, share, stage, chains, output);
        }
    }

    public void Backward(ChainMemory memory, Share share, int chains, ChainsTheta theta)
    {
        var top = memory.Map(maps.Last);
        var seeds = theta.Of(maps.Layout.Taps.Count - 1);
        var (row, endRow) = share.Of(top.Height);
        for (var image = 0; image < chains; image++)
        {
            layers.Seed(top, memory.Mask(maps.Last), image, seeds, row, endRow);
        }
        Finish(memory, share, maps.Last, chains, decisions: false);
        for (var stage = maps.Last; stage > 0; stage--)
        {
            ClearFrame(memory, share, stage - 1, chains);
            var (tile, end) = share.Of(chains * maps.Before[stage].Tiles);
            layers.Backward(stage, memory, memory.Map(stage), memory.Map(stage - 1), theta, tile, end);
            Finish(memory, share, stage - 1, chains, decisions: false);
        }
    }

    public void Gradient(ChainMemory memory, Share share, int image, float* output)
    {
        var (row, end) = share.Of(maps.Size.Height);
        layers.Gradient(memory.Map(0), image, output, row, end);
        share.Wait();
    }

    public void Dispose() { }

    /// <summary>A map is about to be written; the first thread clears its frame.</summary>
    private static void ClearFrame(ChainMemory memory, Share share, int stage, int chains)
    {
        if (share.Leads)
        {
            memory.ClearFrame(stage, chains);
        }
    }

    /// <summary>A map has been written: all wait, and where images are wrapped around the first thread fills its frame.</summary>
    private void Finish(ChainMemory memory, Share share, int stage, int chains, bool decisions)
    {
        share.Wait();
        if (maps.Layout.Tiling == Tiling.None)
        {
            return;
        }
        if (share.Leads)
        {
            memory.WrapMap(stage, chains);
            if (decisions)
            {
                memory.WrapDecisions(stage, chains);
            }
        }
        share.Wait();
    }

    private void ReadTaps(Pass pass, ChainMemory memory, Share share, int stage, int chains, Span<float> output)
    {
        if (pass == Pass.Decisions)
        {
            return;
        }
        if (maps.Taps[stage] is { } tap)
        {
            TapReader.Read(pass, maps.Layout, tap, memory.Map(stage), chains, share, output);
        }
        if (maps.TapsBeforePool[stage] is { } tapBeforePool)
        {
            TapReader.Read(pass, maps.Layout, tapBeforePool, memory.BeforePool(stage), chains, share, output);
        }
    }
}
