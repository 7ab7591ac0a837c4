namespace WFrame.Textures;

/// <summary>
/// Which levels of the pyramid are used and which layers each of them reads. Level 0 is the photographs as they are, each
/// further one half as large.
/// </summary>
internal static class TexturePlan
{
    /// <summary>Sides of photographs below which nothing can be learned.</summary>
    public const int LeastPhotograph = 32;

    // conv3_3 reads 40 px around a response; below this side too few of its positions lie inside the photograph.
    private const int LeastDeepPhotograph = 96;
    private const int LeastStart = 48;
    public const int MostLevels = 5;

    /// <summary>Layers that see edges and colours.</summary>
    public static readonly string[] Shallow = ["conv1_1", "conv1_2", "conv2_2"];

    /// <summary>The same, and one that sees shapes.</summary>
    public static readonly string[] Deep = [.. Shallow, "conv3_3"];

    /// <summary>
    /// Layers of each level, finest first. The finest reads no deep layer when two coarser ones do: it is bound to what they
    /// have made, and costs half as much.
    /// </summary>
    /// <param name="side">Shorter side of the smallest photograph, in pixels.</param>
    public static IReadOnlyList<string[]> Levels(int side)
    {
        var levels = new List<string[]>();
        for (; levels.Count < MostLevels && side >= LeastDeepPhotograph; side /= 2)
        {
            levels.Add(Deep);
        }
        if (levels.Count == 0 || (levels.Count < MostLevels && side >= LeastStart))
        {
            levels.Add(Shallow);
        }
        if (levels.Count(Binds) > 1)
        {
            levels[0] = Shallow;
        }
        return levels;
    }

    /// <summary>Whether a level reads the deepest layer, or is the finest: then a finer one may be bound to it.</summary>
    public static bool Binds(string[] layers) => layers.Length == Deep.Length;

    /// <summary>
    /// How many levels an image of some size takes part in: the coarsest keeps 32 px, and a level that only starts others
    /// is used where there are two levels or more above it.
    /// </summary>
    /// <param name="levels">Levels of the texture.</param>
    /// <param name="size">Size of the image.</param>
    public static int Used(int levels, ImageSize size)
    {
        const int LeastImage = 32;
        var used = 1;
        while (used < levels && Math.Min(size.Height, size.Width) >> used >= LeastImage)
        {
            used++;
        }
        return used;
    }

    /// <summary>What both sides must be multiples of, so that every level is half of the finer one and its pools divide it.</summary>
    public static int Multiple(int used) => 4 << (used - 1);
}
