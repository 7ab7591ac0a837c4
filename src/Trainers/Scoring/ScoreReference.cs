namespace WFrame.Scoring;

/// <summary>What the images of a component are compared with when they are scored. Stored in the model file.</summary>
internal sealed record ScoreReference
{
    /// <summary>
    /// Fewer training images than this, and those left out say nothing of the spread. The samples cannot stand in: they differ
    /// so little that every image of the kind would be called improbable.
    /// </summary>
    public const int LeastLeftOut = 4;

    // The same for every image that is scored.
    private KnownValues? _known;

    /// <summary>Mean of <see cref="ResponseDirections"/> over the training images, shaped as theta.</summary>
    public required float[] Direction { get; init; }

    /// <summary>
    /// Similarity of each training image (of the first thousand) to the mean of the others: how images of the kind score
    /// that were not learned. Empty of a single image.
    /// </summary>
    public required IReadOnlyList<double> LeftOut
    {
        get;
        init => (field, _known) = (value, null);
    }

    /// <summary>Similarity of the model's own samples, the chains at the end of the training.</summary>
    public required IReadOnlyList<double> Samples { get; init; }

    /// <summary>Phi of the first chain when it was stored: whoever scores must find the same.</summary>
    public required double FirstPhi { get; init; }

    /// <summary>What the maps of a texture compare with; null of spatial theta.</summary>
    public TextureStatistics? Texture { get; init; }

    /// <summary>Side in pixels of the square that was cut out of the training images, if any.</summary>
    public int? CropSide { get; init; }

    /// <summary>Whether it was made of the chains alone, for a model file that had none.</summary>
    public bool OfChains { get; init; }

    /// <summary>The same, known to be made of chains, which tell nothing of the spread of images.</summary>
    public ScoreReference AsOfChains() =>
        this with
        {
            LeftOut = [],
            OfChains = true,
            Texture = Texture is null ? null : Texture with { LeftOut = [] },
        };

    /// <summary>Whether similarities can be placed among those of training images left out in turn.</summary>
    public bool IsCalibrated => !OfChains && LeftOut.Count >= LeastLeftOut;

    /// <summary>
    /// Share in percent of the samples and of the training images left out in turn that are less similar than this; of equal
    /// ones half.
    /// </summary>
    public double Percentile(double similarity)
    {
        double[] all = [.. LeftOut, .. Samples];
        var below = all.Sum(s =>
            s < similarity ? 1
            : s == similarity ? 0.5
            : 0
        );
        return 100 * below / all.Length;
    }

    /// <summary>
    /// Probability that an image of the kind that was learned is so little similar or less, by the angles of those left out in
    /// turn (<see cref="KnownValues"/>).
    /// </summary>
    public double P(double similarity)
    {
        _known ??= KnownValues.Of([.. LeftOut.Select(Angle)]);
        return _known.Value.Above(Angle(similarity));
    }

    private static double Angle(double similarity) => Math.Acos(Math.Clamp(similarity, -1, 1));
}
