namespace WFrame.Evaluation.Catalog;

/// <summary>
/// One metric, whole: its options, what it reads, how it is computed, and what its values are called. The table, the
/// report, JSON, help and the checks before a run walk the list of metrics, so that a new one is a class derived from this
/// and a line in <see cref="MetricCatalog"/>.
/// </summary>
/// <param name="Name">Name by which it is asked for, for instance "fid"; lower case with dashes, unique.</param>
/// <param name="Needs">What it reads.</param>
public abstract record Metric(string Name, MetricNeeds Needs)
{
    /// <summary>Refuses options out of range and sets too small, before the first image is decoded.</summary>
    /// <param name="generated">Generated images, 1 or more.</param>
    /// <param name="reference">Reference images; 0: none given.</param>
    /// <exception cref="UsageException">They cannot be measured with these options.</exception>
    public virtual void Check(int generated, int reference) { }

    /// <summary>The values; no number among them is NaN or infinite.</summary>
    /// <param name="inputs">Everything that <see cref="Needs"/> names.</param>
    /// <exception cref="UsageException">A value does not exist for these images.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public abstract MetricResult Compute(MetricInputs inputs);

    /// <summary>Whether it reads any of these.</summary>
    public bool Reads(MetricNeeds any) => (Needs & any) != 0;
}

/// <summary>What a metric reads beside the generated images themselves.</summary>
[Flags]
public enum MetricNeeds
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Reference images, one at least.</summary>
    Reference = 1,

    /// <summary>Pixels of both sets at one size, and what is computed from them, such as a trunk's responses.</summary>
    Pixels = 2,

    /// <summary>The classifier's outputs before softmax.</summary>
    Logits = 4,

    /// <summary>The classifier's features.</summary>
    Features = 8,

    /// <summary>Any output of a classifier.</summary>
    Classifier = Logits | Features,
}
