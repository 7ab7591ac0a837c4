using WFrame.Metrics;

namespace WFrame.Evaluation.Catalog;

/// <summary>What metrics read; computed once for all of them, and only where one of them needs it.</summary>
public sealed class MetricInputs
{
    private MetricRows? _pixels;

    internal MetricInputs(
        EvaluationOptions options,
        IProgress<EvaluationProgress>? progress,
        CancellationToken cancellation
    ) => (Options, Progress, Cancellation) = (options, progress, cancellation);

    /// <summary>Options of the evaluation.</summary>
    public EvaluationOptions Options { get; }

    /// <summary>Told how far a long metric is; null where nobody listens.</summary>
    public IProgress<EvaluationProgress>? Progress { get; }

    /// <summary>To be checked within long metrics.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>Pixels at one size, rows of 3*H*W values 0..255; for <see cref="MetricNeeds.Pixels"/>.</summary>
    /// <exception cref="InvalidOperationException">No metric says that it needs them.</exception>
    public MetricRows Pixels => _pixels ??= Images.Rows();

    /// <summary>Classifier outputs before softmax, [N,K]; for <see cref="MetricNeeds.Logits"/>.</summary>
    /// <exception cref="InvalidOperationException">No metric says that it needs them.</exception>
    public MetricRows Logits
    {
        get => Declared(field);
        internal set;
    }

    /// <summary>Classifier features, [N,D]; for <see cref="MetricNeeds.Features"/>.</summary>
    /// <exception cref="InvalidOperationException">No metric says that it needs them.</exception>
    public MetricRows Features
    {
        get => Declared(field);
        internal set;
    }

    internal ComparisonPixels Images
    {
        get => Declared(field);
        set;
    }

    private static T Declared<T>(T? value, [System.Runtime.CompilerServices.CallerMemberName] string name = "") =>
        value ?? throw new InvalidOperationException($"{name} is read by a metric whose Needs do not name it.");
}

/// <summary>One row an image, of both sets.</summary>
/// <param name="Generated">Of the generated images, [N,D].</param>
/// <param name="Reference">Of the reference images, [M,D]; null where there are none.</param>
public sealed record MetricRows(FeatureMatrix Generated, FeatureMatrix? Reference);
