namespace WFrame.Evaluation;

/// <summary>What is computed.</summary>
[Flags]
public enum EvaluationMetrics
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>"response-distance": R of the paper; needs a trunk and a reference.</summary>
    ResponseDistance = 1,

    /// <summary>"inception-score": needs a classifier with logits.</summary>
    InceptionScore = 2,

    /// <summary>"fid": needs a classifier with features and a reference.</summary>
    Fid = 4,

    /// <summary>"kid": needs a classifier with features and a reference.</summary>
    Kid = 8,

    /// <summary>"prc": precision and recall; needs a classifier with features and a reference.</summary>
    PrecisionRecall = 16,

    /// <summary>"pixel-diversity": RMS differences within the generated images.</summary>
    PixelDiversity = 32,

    /// <summary>"nearest-image": distance to the nearest reference image, to see copies; needs a reference.</summary>
    NearestImage = 64,

    /// <summary>Those that need no classifier.</summary>
    WithoutClassifier = ResponseDistance | PixelDiversity | NearestImage,

    /// <summary>Those that a classifier's outputs are needed for.</summary>
    WithClassifier = InceptionScore | Fid | Kid | PrecisionRecall,

    /// <summary>Everything.</summary>
    All = WithClassifier | WithoutClassifier,
}

/// <summary>Names of metrics as the command line writes them.</summary>
public static class EvaluationMetricNames
{
    private static readonly (string Name, EvaluationMetrics Metric)[] Names =
    [
        ("response-distance", EvaluationMetrics.ResponseDistance),
        ("inception-score", EvaluationMetrics.InceptionScore),
        ("fid", EvaluationMetrics.Fid),
        ("kid", EvaluationMetrics.Kid),
        ("prc", EvaluationMetrics.PrecisionRecall),
        ("pixel-diversity", EvaluationMetrics.PixelDiversity),
        ("nearest-image", EvaluationMetrics.NearestImage),
        ("all", EvaluationMetrics.All),
    ];

    /// <summary>Reads a list such as "inception-score,fid".</summary>
    /// <exception cref="UsageException">An unknown name, or none.</exception>
    public static EvaluationMetrics Parse(string list)
    {
        var metrics = EvaluationMetrics.None;
        foreach (var name in list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var (known, metric) = Names.FirstOrDefault(n => n.Name == name);
            metrics |= known is null ? throw Unknown($"Metric '{name}' is not known") : metric;
        }
        return metrics == EvaluationMetrics.None ? throw Unknown("No metric is named") : metrics;
    }

    /// <summary>The names of the metrics in a set.</summary>
    public static IEnumerable<string> Of(EvaluationMetrics metrics) =>
        Names.Where(n => n.Metric != EvaluationMetrics.All && metrics.HasFlag(n.Metric)).Select(n => n.Name);

    private static UsageException Unknown(string what) =>
        new($"{what}; allowed are {string.Join(", ", Names.Select(n => n.Name))}, separated by commas.");
}
