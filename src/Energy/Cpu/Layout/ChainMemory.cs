namespace WFrame.Cpu.Layout;

/// <summary>
/// Working memory for a few chains of one size. Feature maps live in two buffers by turns: those of even stages in one,
/// of odd stages in the other, activations, gradients and tangents alike, since nothing but the decisions outlives the
/// next stage: taps are read as soon as their map is there. When maps roll only the last one is here, whole, for the
/// responses. A layer tapped before its pool needs more: room for the un-pooled map, and the decisions of its ReLU beside
/// the winners of the pool.
/// </summary>
internal sealed unsafe class ChainMemory : IDisposable
{
    private readonly NativeBuffer[] _maps;
    private readonly NativeBuffer[] _masks;
    private readonly NativeBuffer[] _active;
    private readonly NativeBuffer _beforePool;

    public ChainMemory(TrunkMaps maps, int chains)
    {
        (Maps, Chains) = (maps, chains);
        _maps =
        [
            .. ((int[])[0, 1]).Select(parity =>
                NativeBuffer.OfFloats(
                    chains
                        * maps.Outputs.Where((_, i) => i % 2 == parity && (!maps.Rolls || i == maps.Last))
                            .Max(map => (long?)map.Length)
                        ?? 0
                )
            ),
        ];
        _masks = [.. maps.Before.Select(map => new NativeBuffer(chains * map.MaskLength))];
        var tapped = maps.Before.Select((map, i) => maps.TapsBeforePool[i] is null ? null : map).ToArray();
        _active = [.. tapped.Select(map => new NativeBuffer(chains * (map?.MaskLength ?? 0)))];
        _beforePool = NativeBuffer.OfFloats(chains * tapped.Max(map => map?.Length ?? 0));
        Input = new FramedImages(maps.Size, chains, maps.Layout.Tiling);
        Gradient = new float[maps.Size.Dimension];
        Noise = new float[maps.Size.Dimension];
    }

    public TrunkMaps Maps { get; }

    /// <summary>Most chains at a time.</summary>
    public int Chains { get; }

    public FramedImages Input { get; }

    /// <summary>G of one chain, [3,H,W].</summary>
    public float[] Gradient { get; }

    /// <summary>Z of one chain, [3,H,W].</summary>
    public float[] Noise { get; }

    public long Bytes =>
        Buffers.Sum(buffer => buffer.Bytes)
        + _beforePool.Bytes
        + Input.Bytes
        + (2L * Maps.Size.Dimension * sizeof(float));

    public MapView Map(int stage) => new(_maps[stage % 2].Floats, Maps.Outputs[stage]);

    /// <summary>Clears the frames of the maps of a stage's output: the memory may have held another stage's.</summary>
    public void ClearFrame(int stage, int chains) => Maps.Outputs[stage].ClearFrame(_maps[stage % 2].Floats, chains);

    /// <summary>Fills the frames of the maps of a stage's output from across the edges.</summary>
    public void WrapMap(int stage, int chains)
    {
        var map = Maps.Outputs[stage];
        map.Wrap(_maps[stage % 2].Start, chains, map.Channels * sizeof(float), Maps.Layout.Tiling);
    }

    /// <summary>The same for the decisions of a stage with a pool, which a backward pass reads beyond the edges.</summary>
    public void WrapDecisions(int stage, int chains)
    {
        var map = Maps.Before[stage];
        map.Wrap(_masks[stage].Start, chains, map.Channels / 8, Maps.Layout.Tiling);
        if (Maps.TapsBeforePool[stage] is not null)
        {
            map.Wrap(_active[stage].Start, chains, map.Channels / 8, Maps.Layout.Tiling);
        }
    }

    /// <summary>The maps of a stage tapped before its pool, un-pooled; the next such stage takes the same memory.</summary>
    public MapView BeforePool(int stage) => new(_beforePool.Floats, Maps.Before[stage]);

    public MaskView Mask(int stage) => new(_masks[stage].Start, Maps.Before[stage]);

    /// <summary>The decisions of the ReLU alone, of a stage tapped before its pool.</summary>
    public MaskView Active(int stage) => new(_active[stage].Start, Maps.Before[stage]);

    private IEnumerable<NativeBuffer> Buffers => [.. _maps, .. _masks, .. _active];

    public void Dispose()
    {
        foreach (var buffer in Buffers)
        {
            buffer.Dispose();
        }
        _beforePool.Dispose();
        Input.Dispose();
    }
}
