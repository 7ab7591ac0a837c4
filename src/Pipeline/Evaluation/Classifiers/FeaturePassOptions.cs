using WFrame.Metrics;

namespace WFrame.Evaluation.Classifiers;

/// <summary>How images go through a classifier; none of it changes a value by more than rounding (1e-5 relative).</summary>
public sealed record FeaturePassOptions
{
    /// <summary>Images of one inference call, 1..1024. Larger batches need more memory and are hardly faster. Default 16.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>Threads, each of which decodes, resizes and infers batches of its own. Default: the number of processors.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>
    /// Folder of cached outputs, keyed by the files' hashes, protocol, input contract and weights; null: nothing is cached.
    /// </summary>
    public string? CacheFolder { get; init; }

    internal void Validate()
    {
        if (BatchSize is < 1 or > 1024)
        {
            throw new UsageException($"Batch size {BatchSize} is not possible; 1 to 1024 images are allowed.");
        }
        if (Threads is < 1 or > 1024)
        {
            throw new UsageException($"{Threads} threads are not possible; 1 to 1024 are allowed.");
        }
    }
}

/// <summary>Outputs of a classifier for a set of images, one row an image in the order of the set.</summary>
/// <param name="Logits">[N,K] before softmax; null where the card has none.</param>
/// <param name="Features">[N,D]; null where the card has none.</param>
/// <param name="FromCache">Whether the outputs were read from the cache.</param>
public sealed record ImageFeatures(FeatureMatrix? Logits, FeatureMatrix? Features, bool FromCache);
