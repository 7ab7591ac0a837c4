using System.Buffers;
using WFrame.Responses;

namespace WFrame.Engines;

/// <summary>The one pass over the responses of any number of images, in bounded memory.</summary>
public static class EnergyEngineExtensions
{
    /// <summary>Images evaluated at once: enough to keep the threads busy, few enough to keep the buffers small.</summary>
    public const int Chunk = 16;

    /// <summary>Responses held at once (256 MB); fewer images are evaluated at once where a chunk has more.</summary>
    private const int MostResponses = 1 << 26;

    /// <summary>
    /// Of an engine's <see cref="IEngineCapacity.NumbersAtOnce"/>, a part: beyond it, 32 MB on a CPU, only idle threads are
    /// a reason for more.
    /// </summary>
    private const int Share = 4;

    /// <summary>Responses (32 MB) whose memory is kept for the next call: a pool keeps what it lends for long.</summary>
    private const int MostLent = 1 << 23;

    /// <summary>Hands out the index and F of each image, in order.</summary>
    /// <param name="engine">Runs the trunk.</param>
    /// <param name="images">Images, [N,3,H,W].</param>
    /// <param name="layout">The taps, at the size of the images.</param>
    /// <param name="each">Receives the index of an image and its F; the memory is used again for the next ones.</param>
    /// <param name="cancellation">Checked between chunks.</param>
    public static void ForEachResponse(
        this IEnergyEngine engine,
        PixelBatch images,
        ResponseLayout layout,
        Action<int, ReadOnlySpan<float>> each,
        CancellationToken cancellation = default
    ) => engine.ForEachResponse(images.Count, images.Slice, layout, each, cancellation);

    /// <summary>The same where those of a chunk are handed out at once, by as many threads as the engine has, in any order.</summary>
    internal static void ForEachResponseAtOnce(
        this IEnergyEngine engine,
        PixelBatch images,
        ResponseLayout layout,
        Action<int, ReadOnlySpan<float>> each,
        CancellationToken cancellation = default
    )
    {
        var length = layout.Length;
        var threads = new ParallelOptions { MaxDegreeOfParallelism = engine.Threads() };
        engine.ForEachChunk(
            images.Count,
            images.Slice,
            layout,
            (start, count, responses) =>
                _ = Parallel.For(0, count, threads, i => each(start + i, responses.AsSpan(i * length, length))),
            cancellation
        );
    }

    /// <summary>The same for images that are made a chunk at a time.</summary>
    /// <param name="engine">Runs the trunk.</param>
    /// <param name="count">Number of images.</param>
    /// <param name="chunk">Makes the images from an index on, as many as it is told.</param>
    /// <param name="layout">The taps, at the size of the images.</param>
    /// <param name="each">Receives the index of an image and its F; the memory is used again for the next ones.</param>
    /// <param name="cancellation">Checked between chunks.</param>
    public static void ForEachResponse(
        this IEnergyEngine engine,
        int count,
        Func<int, int, PixelBatch> chunk,
        ResponseLayout layout,
        Action<int, ReadOnlySpan<float>> each,
        CancellationToken cancellation = default
    ) =>
        engine.ForEachChunk(
            count,
            chunk,
            layout,
            (start, count, responses) =>
            {
                for (var i = 0; i < count; i++)
                {
                    each(start + i, responses.AsSpan(i * layout.Length, layout.Length));
                }
            },
            cancellation
        );

    /// <summary>Hands out the index of the first image, the number and F of several one behind the other.</summary>
    private static void ForEachChunk(
        this IEnergyEngine engine,
        int count,
        Func<int, int, PixelBatch> chunk,
        ResponseLayout layout,
        Action<int, int, float[]> each,
        CancellationToken cancellation
    )
    {
        var length = layout.Length;
        var most = AtOnce(engine, count, length);
        var numbers = checked(most * length);
        // Many small batches follow each other, and the system is slow to hand out memory anew for each.
        var lent = numbers <= MostLent ? ArrayPool<float>.Shared.Rent(numbers) : null;
        try
        {
            var responses = lent ?? new float[numbers];
            for (var start = 0; start < count; start += most)
            {
                cancellation.ThrowIfCancellationRequested();
                var part = chunk(start, Math.Min(most, count - start));
                engine.Responses(part, layout, responses.AsMemory(0, part.Count * length), cancellation);
                each(start, part.Count, responses);
            }
        }
        finally
        {
            if (lent is not null)
            {
                ArrayPool<float>.Shared.Return(lent);
            }
        }
    }

    /// <summary>Images that are evaluated at once.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="count">Images there are.</param>
    /// <param name="length">Responses of one.</param>
    internal static int AtOnce(IEnergyEngine engine, int count, int length)
    {
        var capacity = EngineCapacity.Of(engine);
        var busy = Math.Max(capacity.Threads, capacity.NumbersAtOnce / Share / length);
        return (int)Math.Clamp(Math.Min(busy, MostResponses / length), 1, Math.Clamp(count, 1, Chunk));
    }
}
