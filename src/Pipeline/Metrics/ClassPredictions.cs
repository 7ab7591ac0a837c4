using System.Numerics.Tensors;

namespace WFrame.Metrics;

/// <summary>
/// Class probabilities of each image and the sum of p log p of each. By these, the mean of KL(p, q) over a set is
/// mean(sum p log p) - sum q log q with q = mean p, so that any subset is scored in one pass without a logarithm a row.
/// </summary>
internal sealed class ClassPredictions
{
    private readonly double[] _probabilities;
    private readonly double[] _negativeEntropy;
    private readonly int _classes;

    private ClassPredictions(double[] probabilities, double[] negativeEntropy, int classes) =>
        (_probabilities, _negativeEntropy, _classes) = (probabilities, negativeEntropy, classes);

    /// <summary>Softmax by way of log-softmax, in double: no logit overflows.</summary>
    public static ClassPredictions FromLogits(FeatureMatrix logits)
    {
        logits.RequireFinite("Inception score", "the logit");
        var classes = logits.Columns;
        var probabilities = new double[checked(logits.Rows * classes)];
        var negativeEntropy = new double[logits.Rows];
        for (var i = 0; i < logits.Rows; i++)
        {
            negativeEntropy[i] = Softmax(logits.Row(i), probabilities.AsSpan(i * classes, classes));
        }
        return new ClassPredictions(probabilities, negativeEntropy, classes);
    }

    /// <summary>exp(mean KL(p, mean p)) over the rows of <paramref name="rows"/>; a row may come several times.</summary>
    public double Score(ReadOnlySpan<int> rows)
    {
        var marginal = new double[_classes];
        var mean = 0.0;
        foreach (var row in rows)
        {
            TensorPrimitives.Add(marginal, _probabilities.AsSpan(row * _classes, _classes), marginal);
            mean += _negativeEntropy[row];
        }
        var entropy = 0.0;
        foreach (var sum in marginal)
        {
            var q = sum / rows.Length;
            entropy -= q > 0 ? q * Math.Log(q) : 0;
        }
        // Rounding may take the divergence below its minimum of 0 when all rows are equal.
        return Math.Exp(Math.Max(0, (mean / rows.Length) + entropy));
    }

    private static double Softmax(ReadOnlySpan<float> logits, Span<double> probabilities)
    {
        double top = TensorPrimitives.Max(logits);
        var total = 0.0;
        for (var j = 0; j < logits.Length; j++)
        {
            probabilities[j] = Math.Exp(logits[j] - top);
            total += probabilities[j];
        }
        var (log, negativeEntropy) = (Math.Log(total), 0.0);
        for (var j = 0; j < logits.Length; j++)
        {
            probabilities[j] /= total;
            negativeEntropy += probabilities[j] * (logits[j] - top - log);
        }
        return negativeEntropy;
    }
}
