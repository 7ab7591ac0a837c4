using MathNet.Numerics;
using WFrame.Metrics.LinearAlgebra;

namespace WFrame.Metrics;

/// <summary>An interval for the Inception score of all images in one split.</summary>
/// <param name="Score">Score of all N images in one split.</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
/// <param name="Confidence">Nominal coverage, for instance 0.95.</param>
/// <param name="Replicates">Bootstrap sets drawn.</param>
public sealed record ScoreInterval(double Score, double Low, double High, double Confidence, int Replicates);

/// <summary>The Inception score that infinitely many images would have.</summary>
/// <param name="Score">Intercept of the line at 1/N = 0, kept within 1 and the number of classes.</param>
/// <param name="Slope">Slope of the line against 1/N (negative: small sets score too low).</param>
/// <param name="Counts">The set sizes N that were scored.</param>
/// <param name="Scores">The score at each.</param>
public sealed record ScoreExtrapolation(
    double Score,
    double Slope,
    IReadOnlyList<int> Counts,
    IReadOnlyList<double> Scores
);

/// <summary>What the deviation over splits does not tell: sampling error, and the bias of a finite number of images.</summary>
internal static class ScoreUncertainty
{
    /// <summary>The fewest images that an extrapolation is made from.</summary>
    public const int FewestForExtrapolation = 30;

    /// <summary>
    /// Basic bootstrap interval (Davison and Hinkley, "Bootstrap Methods and their Application", 1997, section 5.2): rows
    /// are drawn with replacement and the quantiles of the replicates are reflected at the score, because a resampled set
    /// repeats images and so scores systematically low. Ends are kept within 1 and the number of classes.
    /// </summary>
    /// <exception cref="UsageException">No row, fewer than 2 replicates, a confidence outside 0..1, a non-finite logit.</exception>
    public static ScoreInterval Bootstrap(
        FeatureMatrix logits,
        int replicates = 200,
        double confidence = 0.95,
        uint seed = 2020,
        CancellationToken cancellation = default
    )
    {
        if (replicates < 2 || !(confidence > 0 && confidence < 1) || logits.Rows < 1)
        {
            throw new UsageException(
                $"Bootstrap interval: {replicates} replicates of {logits.Rows} images at confidence {confidence:g} asked for; "
                    + "at least 2 replicates, 1 image and a confidence between 0 and 1 are allowed."
            );
        }
        var predictions = ClassPredictions.FromLogits(logits);
        var (random, rows) = (new NumpyRandomState(seed), new int[logits.Rows]);
        var scores = new double[replicates];
        for (var r = 0; r < replicates; r++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var i = 0; i < rows.Length; i++)
            {
                rows[i] = random.NextInterval(rows.Length - 1);
            }
            scores[r] = predictions.Score(rows);
        }
        Array.Sort(scores);
        var score = predictions.Score([.. Enumerable.Range(0, rows.Length)]);
        var tail = (1 - confidence) / 2;
        double Reflect(double q) => Math.Clamp((2 * score) - Spread.Quantile(scores, q), 1, logits.Columns);
        return new ScoreInterval(score, Reflect(1 - tail), Reflect(tail), confidence, replicates);
    }

    /// <summary>
    /// N -> infinity: scores of random subsets at set sizes spread evenly from N/10 to N, a least-squares line against 1/N,
    /// its intercept. Chong and Forsyth, "Effectively Unbiased FID and Inception Score and Where to Find Them", CVPR 2020.
    /// </summary>
    /// <exception cref="UsageException">Fewer rows than <see cref="FewestForExtrapolation"/>, fewer than 3 points, or a
    /// non-finite logit.</exception>
    public static ScoreExtrapolation Extrapolate(FeatureMatrix logits, int points = 15, uint seed = 2020)
    {
        if (logits.Rows < FewestForExtrapolation || points < 3)
        {
            throw new UsageException(
                $"Inception score extrapolation: {points} points from {logits.Rows} images asked for; at least 3 points and "
                    + $"{FewestForExtrapolation} images are needed."
            );
        }
        var predictions = ClassPredictions.FromLogits(logits);
        var (random, fewest) = (new NumpyRandomState(seed), Math.Max(2, logits.Rows / 10));
        var counts = new int[points];
        var scores = new double[points];
        for (var p = 0; p < points; p++)
        {
            counts[p] = fewest + (int)((logits.Rows - (long)fewest) * p / (points - 1));
            scores[p] = predictions.Score(random.Choice(logits.Rows, counts[p]));
        }
        var (intercept, slope) = Fit.Line(Array.ConvertAll(counts, n => 1.0 / n), scores);
        return new ScoreExtrapolation(Math.Clamp(intercept, 1, logits.Columns), slope, counts, scores);
    }
}
