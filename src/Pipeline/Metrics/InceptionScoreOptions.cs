namespace WFrame.Metrics;

/// <summary>How an Inception score is taken; the defaults are those of torch-fidelity.</summary>
public sealed record InceptionScoreOptions
{
    /// <summary>The number of splits of published scores.</summary>
    internal const int UsualSplits = 10;

    /// <summary>
    /// Parts that the images are split into, each scored alone; at least 1, at most the number of images. Null, the default:
    /// 10, or one an image where there are fewer.
    /// </summary>
    public int? Splits { get; init; }

    /// <summary>
    /// Whether the rows are shuffled before they are split, by numpy's RandomState(<see cref="Seed"/>). Without it, images
    /// in class order give splits of one class each and a score that is far too low. Default true.
    /// </summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>Seed of the shuffle, the bootstrap and the extrapolation. Default 2020.</summary>
    public uint Seed { get; init; } = 2020;

    /// <summary>The splits of so many images.</summary>
    internal int SplitsOf(int rows) => Splits ?? Math.Clamp(rows, 1, UsualSplits);

    internal void Validate(int rows)
    {
        if (Splits < 1)
        {
            throw new UsageException($"Inception score: {Splits} splits asked for; at least 1 is allowed.");
        }
        if (rows < Splits)
        {
            throw new UsageException(
                $"Inception score: {rows} images cannot be divided into {Splits} splits; give at least {Splits} images or "
                    + "ask for fewer splits."
            );
        }
    }
}

/// <summary>An Inception score with everything needed to compare it, save the protocol of the network.</summary>
/// <param name="Mean">Mean over the splits.</param>
/// <param name="Std">Population standard deviation over the splits (divisor: the number of splits).</param>
/// <param name="SplitScores">Score of each split.</param>
/// <param name="Count">Number of images N.</param>
/// <param name="Options">Splits, shuffle and seed.</param>
public sealed record InceptionScoreResult(
    double Mean,
    double Std,
    IReadOnlyList<double> SplitScores,
    int Count,
    InceptionScoreOptions Options
)
{
    /// <summary>Bootstrap interval of the score in one split; null where none was asked for.</summary>
    public ScoreInterval? Interval { get; init; }

    /// <summary>The score for infinitely many images; null below 30 images.</summary>
    public ScoreExtrapolation? Extrapolation { get; init; }

    /// <summary>
    /// Score of the reference images, what real images reach under this protocol; null without a reference or with fewer
    /// reference images than splits.
    /// </summary>
    public InceptionScoreResult? Reference { get; init; }
}
