namespace WFrame.Runs;

/// <summary>
/// Coarse to fine: a large picture's chains start from those that learned at half of its size, enlarged, so that large
/// structure is found where it costs little, and once. Each coarser level is a run of its own in the run folder, learned
/// with the settings that were given; a finer one goes on with lambda kept.
/// </summary>
internal static class TrainingLevels
{
    /// <summary>Shorter side of the coarsest level where nobody chose how many there are.</summary>
    private const int Smallest = 32;

    /// <summary>Sizes from the coarsest level to the picture itself.</summary>
    /// <param name="size">Size of the picture.</param>
    /// <param name="levels">How many; 0: as many as there are of 32 px or more.</param>
    /// <exception cref="UsageException">The size cannot be halved so often.</exception>
    public static IReadOnlyList<ImageSize> Sizes(ImageSize size, int levels)
    {
        var full = size;
        var sizes = new List<ImageSize> { size };
        while (levels > 0 ? sizes.Count < levels : Math.Min(size.Height, size.Width) >= 2 * Smallest)
        {
            var half = new ImageSize(size.Height / 2, size.Width / 2);
            if (size.Height % 4 != 0 || size.Width % 4 != 0)
            {
                if (levels == 0)
                {
                    break;
                }
                throw new UsageException(
                    $"Levels {levels} does not fit Size {full}: halved again and again into even sizes it has {sizes.Count}; give as many at most, or another size.",
                    "Levels",
                    "Size"
                );
            }
            sizes.Add(size = half);
        }
        sizes.Reverse();
        return sizes;
    }

    /// <summary>
    /// Settings of a level that starts from a coarser one: as many iterations, none of them annealed. Under a theta that no longer
    /// follows, chains of many pixels leave what was learned (four chains of 256 px: R 7.3, with lambda kept 4.4).
    /// </summary>
    public static WFrameOptions Finer(WFrameOptions options) =>
        options with
        {
            AnnealingIterations = 0,
            AnnealingSteps = 0,
        };

    /// <summary>The request of each coarser level, from the coarsest on.</summary>
    public static IReadOnlyList<TrainingRequest> Coarser(TrainingRequest request)
    {
        var sizes = Sizes(request.Pixels.Size, request.Levels);
        return
        [
            .. sizes
                .SkipLast(1)
                .Select(
                    (size, level) =>
                        request with
                        {
                            Levels = 1,
                            Pixels = request.Pixels with { Size = size },
                            Options = (level == 0 ? request.Options : Finer(request.Options)) with { TrialSteps = 0 },
                            Output = RunFolder.LevelOf(request.Output, size),
                        }
                ),
        ];
    }
}
