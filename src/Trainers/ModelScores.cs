namespace WFrame;

/// <summary>Scores of N images under K components, row-major [N,K].</summary>
/// <param name="Images">N.</param>
/// <param name="Components">K.</param>
/// <param name="Score">Phi - |x|^2 / (2 sigma^2): log-density up to a constant of each component.</param>
/// <param name="Phi">Phi(x; theta) = sum of theta * F(x).</param>
public sealed record ModelScores(int Images, int Components, double[] Score, double[] Phi)
{
    /// <summary>
    /// How like the training images: the cosine between the directions of an image's responses at each position and their
    /// mean over the training images, 0..1, [N,K]. It tells whether an image is of the kind that was learned, which
    /// <see cref="Score"/> does badly. Null where a component has nothing to compare with
    /// (<see cref="WFrameModel.WithSimilarity"/>).
    /// </summary>
    public double[]? Similarity { get; init; }

    /// <summary>
    /// Share in percent of the model's own samples and of the training images left out in turn that are less similar, [N,K];
    /// null where the model does not hold theirs.
    /// </summary>
    public double[]? Percentile { get; init; }

    /// <summary>
    /// Probability that an image of the kind that was learned is so little similar or less, 0..1, [N,K]; null where the model
    /// does not hold what tells.
    /// </summary>
    public double[]? P { get; init; }

    /// <summary>How far each image deviates from each texture, [N,K], where it was asked for.</summary>
    internal double[]? Deviation { get; init; }

    /// <summary>The score of one image under one component.</summary>
    public double ScoreOf(int image, int component) => Score[(image * Components) + component];

    /// <summary>Phi of one image under one component.</summary>
    public double PhiOf(int image, int component) => Phi[(image * Components) + component];
}

/// <summary>Where images are unlike the training images of one component.</summary>
/// <param name="Images">N.</param>
/// <param name="Size">Size of the images.</param>
/// <param name="Values">
/// [N,H,W]. Of spatial theta 0 where an image is as the training images are there on average, 1 where it has nothing of them.
/// Of filter theta the distance from all positions of the training images, about 1 where the texture is as it was learned.
/// </param>
public sealed record ScoreMaps(int Images, ImageSize Size, float[] Values)
{
    /// <summary>
    /// How far each image deviates as a whole, the mean of the worst tenth of its positions, [N]; of filter theta only.
    /// </summary>
    public double[]? Deviation { get; init; }

    /// <summary>
    /// Probability that an image of the texture deviates so much or more, 0..1, [N]; null where the model does not hold what
    /// four training images or more deviate when left out in turn, and of spatial theta.
    /// </summary>
    public double[]? P { get; init; }

    /// <summary>The map of one image, [H,W].</summary>
    public ReadOnlyMemory<float> Of(int image) => Values.AsMemory(image * Size.Area, Size.Area);
}
