using WFrame.Metrics;

namespace WFrame.Evaluation.Classifiers;

/// <summary>Where the outputs of a pass are collected.</summary>
internal sealed class FeatureBuffers
{
    private readonly float[] _logits;
    private readonly float[] _features;
    private readonly int _classes;
    private readonly int _columns;

    public FeatureBuffers(ClassifierCard card, int rows)
    {
        (Rows, _classes, _columns) = (rows, card.Logits?.Columns ?? 0, card.Features?.Columns ?? 0);
        (_logits, _features) = (new float[checked(rows * _classes)], new float[checked(rows * _columns)]);
    }

    public int Rows { get; }

    /// <summary>[N,K]; null where the card has none.</summary>
    public FeatureMatrix? Logits => _classes == 0 ? null : new FeatureMatrix(_logits, Rows, _classes);

    /// <summary>[N,D]; null where the card has none.</summary>
    public FeatureMatrix? Features => _columns == 0 ? null : new FeatureMatrix(_features, Rows, _columns);

    /// <summary>Rows of logits, all of them by default.</summary>
    public Span<float> LogitRows(int from = 0, int? count = null) =>
        _logits.AsSpan(from * _classes, (count ?? Rows) * _classes);

    /// <summary>Rows of features, all of them by default.</summary>
    public Span<float> FeatureRows(int from = 0, int? count = null) =>
        _features.AsSpan(from * _columns, (count ?? Rows) * _columns);
}
