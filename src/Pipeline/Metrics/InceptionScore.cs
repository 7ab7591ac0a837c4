using WFrame.Metrics.LinearAlgebra;

namespace WFrame.Metrics;

/// <summary>
/// Inception score: exp of the mean over images of KL(p(class | image), p(class)). Salimans et al., "Improved Techniques
/// for Training GANs", NeurIPS 2016, section 4. Between 1 (all images alike to the network) and the number of classes.
/// </summary>
public static class InceptionScore
{
    /// <summary>
    /// Score of logits [N,K] (before softmax): split i holds rows floor(i*N/splits) up to floor((i+1)*N/splits) of the
    /// shuffled order. Log-softmax in double; 0 * log 0 = 0.
    /// </summary>
    /// <exception cref="UsageException">Fewer rows than splits, splits below 1, or a logit that is not finite.</exception>
    public static InceptionScoreResult Compute(FeatureMatrix logits, InceptionScoreOptions? options = null)
    {
        options ??= new InceptionScoreOptions();
        options.Validate(logits.Rows);
        var predictions = ClassPredictions.FromLogits(logits);
        var n = logits.Rows;
        var order = options.Shuffle ? new NumpyRandomState(options.Seed).Permutation(n) : [.. Enumerable.Range(0, n)];
        var scores = new double[options.SplitsOf(n)];
        for (var i = 0; i < scores.Length; i++)
        {
            var (from, to) = ((long)i * n / scores.Length, (i + 1L) * n / scores.Length);
            scores[i] = predictions.Score(order.AsSpan((int)from, (int)(to - from)));
        }
        var (mean, std) = Spread.MeanAndPopulationDeviation(scores);
        return new InceptionScoreResult(mean, std, scores, n, options with { Splits = scores.Length });
    }
}
