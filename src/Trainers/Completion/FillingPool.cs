using WFrame.Engines;
using WFrame.Trunks;

namespace WFrame.Completion;

/// <summary>
/// Several fillings at once, each on an engine of its own with its share of the threads: one filling leaves threads idle
/// between its engine calls. None of this shows in a result.
/// </summary>
internal static class FillingPool
{
    /// <summary>At once: each holds its responses, 0.1 GB where the hole and what is around it have 384 px.</summary>
    private const int Most = 4;

    /// <summary>Makes all fillings.</summary>
    /// <param name="trunk">The trunk.</param>
    /// <param name="options">Device and threads, shared among the engines.</param>
    /// <param name="threads">How many threads that are.</param>
    /// <param name="count">Fillings.</param>
    /// <param name="fill">Is given a filling's number and an engine that only it uses meanwhile.</param>
    /// <param name="progress">Told the number of fillings done, one call at a time.</param>
    /// <returns>What came of each, in order.</returns>
    public static T[] Run<T>(
        Trunk trunk,
        EngineOptions options,
        int threads,
        int count,
        Func<int, IEnergyEngine, T> fill,
        Action<int>? progress
    )
    {
        // A card is kept busy by one, and so is a single thread.
        var workers = EngineFactory.IsCuda(options.Device) ? 1 : Math.Min(count, Math.Min(threads, Most));
        var own = options with { Threads = workers == 1 ? options.Threads : threads / workers };
        var filled = new T[count];
        var (next, done, turn) = (-1, 0, new Lock());
        Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(Work))).GetAwaiter().GetResult();
        return filled;

        void Work()
        {
            using var engine = EngineFactory.Create(trunk, own).Engine;
            try
            {
                for (int i; (i = Interlocked.Increment(ref next)) < count; )
                {
                    filled[i] = fill(i, engine);
                    lock (turn)
                    {
                        progress?.Invoke(++done);
                    }
                }
            }
            catch
            {
                // The others begin no more.
                Volatile.Write(ref next, count);
                throw;
            }
        }
    }
}
