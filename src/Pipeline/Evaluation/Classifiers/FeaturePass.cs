using System.Runtime.ExceptionServices;

namespace WFrame.Evaluation.Classifiers;

/// <summary>
/// The one pass of images through a classifier that all metrics share. Every thread takes batches of its own through
/// decoding, resizing and inference, so that one thread's decoding overlaps another's inference without any queue.
/// </summary>
public static class FeaturePass
{
    /// <summary>Logits and features of a set of images.</summary>
    /// <exception cref="UsageException">No image, options out of range, or a file where the cache folder should be.</exception>
    /// <exception cref="InvalidContentException">The first image that cannot be decoded or whose outputs are not finite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; nothing is cached.</exception>
    public static ImageFeatures Run(
        ImageSet images,
        Classifier classifier,
        FeaturePassOptions? options = null,
        IProgress<FeatureProgress>? progress = null,
        CancellationToken cancellation = default
    )
    {
        options ??= new FeaturePassOptions();
        options.Validate();
        if (images.Count == 0)
        {
            throw new UsageException("There is no image to put through the classifier; give at least one.");
        }
        var hashes = images.Hashes(cancellation);
        var cache = options.CacheFolder is { } folder ? FeatureCache.For(folder, classifier.Card, hashes) : null;
        if (cache?.TryRead() is { } cached)
        {
            progress?.Report(new FeatureProgress(images.Count, images.Count, TimeSpan.Zero));
            return new ImageFeatures(cached.Logits, cached.Features, hashes, FromCache: true);
        }
        var outputs = new FeatureBuffers(classifier.Card, images.Count);
        Compute(images, classifier, options, outputs, progress, cancellation);
        cache?.Write(outputs);
        return new ImageFeatures(outputs.Logits, outputs.Features, hashes, FromCache: false);
    }

    private static void Compute(
        ImageSet images,
        Classifier classifier,
        FeaturePassOptions options,
        FeatureBuffers outputs,
        IProgress<FeatureProgress>? progress,
        CancellationToken cancellation
    )
    {
        // Small sets are spread over the threads rather than filling one batch.
        var size = Math.Clamp((images.Count + options.Threads - 1) / options.Threads, 1, options.BatchSize);
        var batches = (images.Count + size - 1) / size;
        var failures = new Exception?[batches];
        var report = new ProgressReport(images.Count, progress);
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = options.Threads,
            CancellationToken = cancellation,
        };
        Parallel.For(
            0,
            batches,
            parallel,
            () => new BatchWorker(images, classifier, outputs, size),
            (batch, state, worker) =>
            {
                try
                {
                    var (from, to) = (batch * size, Math.Min(images.Count, (batch + 1) * size));
                    worker.Run(from, to, cancellation);
                    report.Add(to - from);
                }
                catch (Exception bad) when (bad is InvalidContentException or UsageException)
                {
                    failures[batch] = bad;
                    // Earlier batches still run, so that the first bad image of the list is named, whatever the timing.
                    state.Break();
                }
                return worker;
            },
            _ => { }
        );
        if (failures.FirstOrDefault(f => f is not null) is { } first)
        {
            ExceptionDispatchInfo.Throw(first);
        }
    }

    private sealed class ProgressReport(int total, IProgress<FeatureProgress>? progress)
    {
        private readonly Stopwatch _watch = Stopwatch.StartNew();
        private readonly Lock _lock = new();
        private int _done;

        public void Add(int images)
        {
            lock (_lock)
            {
                _done += images;
                progress?.Report(new FeatureProgress(_done, total, _watch.Elapsed));
            }
        }
    }
}
