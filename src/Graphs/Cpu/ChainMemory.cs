namespace WFrame.Graphs.Cpu;

/// <summary>
/// Working memory of one thread for a few chains of one size. Feature maps live in two buffers by turns: those of even
/// stages in one, of odd stages in the other, activations, gradients and tangents alike, since nothing but the decisions
/// outlives the next stage.
/// </summary>
internal sealed unsafe class ChainMemory : IDisposable
{
    private readonly NativeBuffer[] _maps;
    private readonly NativeBuffer[] _masks;

    public ChainMemory(PackedTrunk trunk, ImageSize size, int chains)
    {
        (Size, Chains) = (size, chains);
        var (height, width) = (size.Height, size.Width);
        foreach (var stage in trunk.Stages)
        {
            var before = new FeatureMap(height, width, stage.Convolution.Out);
            (height, width) = stage.Pooled ? (height / 2, width / 2) : (height, width);
            Before.Add(before);
            Outputs.Add(stage.Pooled ? new FeatureMap(height, width, stage.Convolution.Out, before) : before);
        }
        _maps =
        [
            .. ((int[])[0, 1]).Select(parity =>
                NativeBuffer.OfFloats(
                    chains * Outputs.Where((_, i) => i % 2 == parity).Max(map => (long?)map.Length) ?? 0
                )
            ),
        ];
        _masks = [.. Before.Select(map => new NativeBuffer(chains * map.MaskLength))];
        Input = new FramedImages(size, chains);
        Gradient = new float[size.Dimension];
        Noise = new float[size.Dimension];
    }

    public ImageSize Size { get; }

    /// <summary>Most chains at a time.</summary>
    public int Chains { get; }

    /// <summary>Map of each stage before its pool.</summary>
    public List<FeatureMap> Before { get; } = [];

    /// <summary>Map of each stage's output.</summary>
    public List<FeatureMap> Outputs { get; } = [];

    public FramedImages Input { get; }

    /// <summary>G of one chain, [3,H,W].</summary>
    public float[] Gradient { get; }

    /// <summary>Z of one chain, [3,H,W].</summary>
    public float[] Noise { get; }

    public long Bytes =>
        _maps.Sum(map => map.Bytes)
        + _masks.Sum(mask => mask.Bytes)
        + Input.Bytes
        + (2L * Size.Dimension * sizeof(float));

    /// <summary>The maps of a stage's output.</summary>
    public MapView Map(int stage) => new(_maps[stage % 2].Floats, Outputs[stage]);

    /// <summary>Clears the frames of the maps of a stage's output: the memory may have held another stage's.</summary>
    public void ClearFrame(int stage, int chains) => Outputs[stage].ClearFrame(_maps[stage % 2].Floats, chains);

    /// <summary>The decisions of a stage.</summary>
    public MaskView Mask(int stage) => new(_masks[stage].Start, Before[stage]);

    /// <summary>The decisions of one image and stage, [C,H,W] before the pool.</summary>
    public bool[] Decisions(int image, int stage)
    {
        var (map, mask) = (Before[stage], Mask(stage));
        var decisions = new bool[map.Channels * map.Height * map.Width];
        for (var i = 0; i < decisions.Length; i++)
        {
            var (channel, pixel) = Math.DivRem(i, map.Height * map.Width);
            var bits = mask.At(image, pixel / map.Width, pixel % map.Width);
            decisions[i] = ((bits[channel / 8] >> (channel % 8)) & 1) != 0;
        }
        return decisions;
    }

    public void Dispose()
    {
        foreach (var buffer in (IEnumerable<NativeBuffer>)[.. _maps, .. _masks])
        {
            buffer.Dispose();
        }
        Input.Dispose();
    }
}
