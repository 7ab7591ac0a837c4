using WFrame.Responses;

namespace WFrame.Cpu.Layout;

/// <summary>
/// The feature maps of a trunk for images of one size, as far up as the highest tap, and whether they roll. A pool above
/// the highest tap does not count: there its stage has none.
/// </summary>
internal sealed class TrunkMaps
{
    // Whole maps beyond this do not stay near the processor (measured, with one thread and two: from 128 px on).
    private const long LargestWhole = 4L << 20;

    // A row of fewer tiles, in any layer, would leave much of the kernels' blocks unfilled.
    private const int FewestTilesOfRow = 12;

    // Less work than this, in the smallest layer, is not worth a thread: the micro-kernel takes 6 tiles at a time; and a
    // thread of a group repeats about a tile row of its neighbours' when maps roll.
    private const int TilesOfMember = 6;
    private const int TileRowsOfMember = 4;

    /// <param name="stages">The trunk.</param>
    /// <param name="size">Size of the images.</param>
    /// <param name="layout">The taps.</param>
    /// <param name="rolls">Whether maps roll, if they can; null: when they are large.</param>
    public TrunkMaps(List<Stage> stages, ImageSize size, ResponseLayout layout, bool? rolls = null)
    {
        (Size, Layout) = (size, layout);
        var highest = layout.Taps[^1].LayerIndex;
        Stages = [.. stages.TakeWhile(stage => stage.Relu <= highest)];
        Stages[^1] = Stages[^1] with { Pool = highest > Stages[^1].Relu ? Stages[^1].Pool : PoolKind.None };
        var (height, width) = (size.Height, size.Width);
        foreach (var stage in Stages)
        {
            var before = new FeatureMap(height, width, stage.Convolution.Out);
            (height, width) = stage.Pooled ? (height / 2, width / 2) : (height, width);
            Before.Add(before);
            Outputs.Add(stage.Pooled ? new FeatureMap(height, width, stage.Convolution.Out, before) : before);
            TapsBeforePool.Add(stage.Pooled ? Tap(stage.Relu, before) : null);
            Taps.Add(Tap(stage.Pooled ? stage.Relu + 1 : stage.Relu, Outputs[^1]));
        }
        var large = Outputs.Exists(map => map.Length * sizeof(float) > LargestWhole);
        Rolls =
            layout is { Taps.Count: 1, Tiling: Tiling.None }
            && (rolls ?? (large && Before.TrueForAll(map => map.TileColumns >= FewestTilesOfRow)));
    }

    public List<Stage> Stages { get; }

    public ImageSize Size { get; }

    public ResponseLayout Layout { get; }

    /// <summary>Map of each stage before its pool.</summary>
    public List<FeatureMap> Before { get; } = [];

    /// <summary>Map of each stage's output.</summary>
    public List<FeatureMap> Outputs { get; } = [];

    /// <summary>Number of the last stage.</summary>
    public int Last => Stages.Count - 1;

    /// <summary>Which tap, if any, reads the output of each stage.</summary>
    public List<int?> Taps { get; } = [];

    /// <summary>Which tap, if any, reads each stage before its pool.</summary>
    public List<int?> TapsBeforePool { get; } = [];

    /// <summary>The map that each tap reads.</summary>
    public List<FeatureMap> Tapped { get; } = [];

    /// <summary>
    /// Whether a few rows of each map are held at a time, made when the next layer needs them, instead of whole maps
    /// layer by layer. With taps on the way, whose maps are read whole, they do not; nor where images are wrapped around,
    /// since the first rows are then read beside the last.
    /// </summary>
    public bool Rolls { get; }

    /// <summary>Most threads that should share an image.</summary>
    public int MostMembers => Rolls ? Before[Last].TileRows / TileRowsOfMember : Outputs[Last].Tiles / TilesOfMember;

    private int? Tap(int layer, FeatureMap map)
    {
        // Taps and stages are both in the order of the trunk.
        if (Tapped.Count == Layout.Taps.Count || Layout.Taps[Tapped.Count].LayerIndex != layer)
        {
            return null;
        }
        Tapped.Add(map);
        return Tapped.Count - 1;
    }
}
