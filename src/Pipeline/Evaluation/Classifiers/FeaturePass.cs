using System.Runtime.ExceptionServices;
using WFrame.Images;

namespace WFrame.Evaluation.Classifiers;

/// <summary>
/// The one pass of images through a classifier that all metrics share. Every thread takes batches of its own through
/// decoding, resizing and inference, so that one thread's decoding overlaps another's inference without any queue.
/// </summary>
internal static class FeaturePass
{
    /// <summary>Logits and features of a set of images.</summary>
    /// <param name="images">One or more.</param>
    /// <param name="classifier">Gives the outputs.</param>
    /// <param name="options">Batches, threads and cache.</param>
    /// <param name="progress">Told how many images are done, from one thread at a time.</param>
    /// <param name="cancellation">Checked at every image.</param>
    /// <exception cref="UsageException">No image, options out of range, or a file where the cache folder should be.</exception>
    /// <exception cref="InvalidContentException">The first image that cannot be decoded or whose outputs are not finite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; nothing is cached.</exception>
    public static ImageFeatures Run(
        ImageSet images,
        Classifier classifier,
        FeaturePassOptions? options = null,
        Action<int>? progress = null,
        CancellationToken cancellation = default
    )
    {
        options ??= new FeaturePassOptions();
        options.Validate();
        if (images.Count == 0)
        {
            throw new UsageException("There is no image to put through the classifier; give at least one.");
        }
        var cache = options.CacheFolder is { } folder
            ? FeatureCache.For(folder, classifier.Card, images.Hashes(cancellation))
            : null;
        if (cache?.TryRead() is { } cached)
        {
            progress?.Invoke(images.Count);
            return new ImageFeatures(cached.Logits, cached.Features, FromCache: true);
        }
        var outputs = new FeatureBuffers(classifier.Card, images.Count);
        Compute(images, classifier, options, outputs, progress, cancellation);
        cache?.Write(outputs);
        return new ImageFeatures(outputs.Logits, outputs.Features, FromCache: false);
    }

    private static void Compute(
        ImageSet images,
        Classifier classifier,
        FeaturePassOptions options,
        FeatureBuffers outputs,
        Action<int>? progress,
        CancellationToken cancellation
    )
    {
        // Small sets are spread over the threads rather than filling one batch.
        var size = Math.Clamp((images.Count + options.Threads - 1) / options.Threads, 1, options.BatchSize);
        var batches = (images.Count + size - 1) / size;
        var (gate, done) = (new Lock(), 0);
        using var workers = new ThreadLocal<BatchWorker>(() => new BatchWorker(images, classifier, outputs, size));
        var failures = PixelLoader.ForEach(batches, options.Threads, Run, isAll: false, cancellation);
        if (failures.FirstOrDefault(f => f is not null) is { } first)
        {
            // Where files are bad all of them are named, which takes no inference.
            BadImages.Refuse(
                PixelLoader.ForEach(images.Count, options.Threads, i => images.Load(i), isAll: true, cancellation)
            );
            ExceptionDispatchInfo.Throw(first);
        }

        void Run(int batch)
        {
            var (from, to) = (batch * size, Math.Min(images.Count, (batch + 1) * size));
            workers.Value!.Run(from, to, cancellation);
            lock (gate)
            {
                progress?.Invoke(done += to - from);
            }
        }
    }
}
