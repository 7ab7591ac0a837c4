namespace WFrame.Cpu.Layout;

/// <summary>The feature maps of a trunk for images of one size, and whether they roll.</summary>
internal sealed class TrunkMaps
{
    // Whole maps beyond this do not stay near the processor (measured, with one thread and two: from 128 px on).
    private const long LargestWhole = 4L << 20;

    // A row of fewer tiles, in any layer, would leave much of the kernels' blocks unfilled.
    private const int FewestTilesOfRow = 12;

    // Less work than this, in the smallest layer, is not worth a thread: the micro-kernel takes 6 tiles at a time; and a
    // member of a crew repeats about a tile row of its neighbours' when maps roll.
    private const int TilesOfMember = 6;
    private const int TileRowsOfMember = 4;

    /// <param name="stages">The trunk.</param>
    /// <param name="size">Size of the images.</param>
    /// <param name="rolls">Whether maps roll; null: when they are large.</param>
    public TrunkMaps(List<Stage> stages, ImageSize size, bool? rolls = null)
    {
        (Stages, Size) = (stages, size);
        var (height, width) = (size.Height, size.Width);
        foreach (var stage in stages)
        {
            var before = new FeatureMap(height, width, stage.Convolution.Out);
            (height, width) = stage.Pooled ? (height / 2, width / 2) : (height, width);
            Before.Add(before);
            Outputs.Add(stage.Pooled ? new FeatureMap(height, width, stage.Convolution.Out, before) : before);
        }
        var large = Outputs.Exists(map => map.Length * sizeof(float) > LargestWhole);
        Rolls = rolls ?? (large && Before.TrueForAll(map => map.TileColumns >= FewestTilesOfRow));
    }

    public List<Stage> Stages { get; }

    public ImageSize Size { get; }

    /// <summary>Map of each stage before its pool.</summary>
    public List<FeatureMap> Before { get; } = [];

    /// <summary>Map of each stage's output.</summary>
    public List<FeatureMap> Outputs { get; } = [];

    /// <summary>Number of the last stage.</summary>
    public int Last => Stages.Count - 1;

    /// <summary>
    /// Whether a few rows of each map are held at a time, made when the next layer needs them, instead of whole maps
    /// layer by layer.
    /// </summary>
    public bool Rolls { get; }

    /// <summary>Most threads that should share an image.</summary>
    public int MostMembers => Rolls ? Before[Last].TileRows / TileRowsOfMember : Outputs[Last].Tiles / TilesOfMember;
}
