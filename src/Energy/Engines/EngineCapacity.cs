using WFrame.Responses;

namespace WFrame.Engines;

/// <summary>How much an engine likes to be given, for callers that have many models of few chains.</summary>
internal interface IEngineCapacity
{
    /// <summary>CPU threads that it computes on, the caller's counted.</summary>
    int Threads { get; }

    /// <summary>Images of one call that keep it busy; more gain nothing.</summary>
    int ImagesAtOnce { get; }

    /// <summary>Numbers that the results of one call may have.</summary>
    long NumbersAtOnce { get; }
}

/// <summary>The same of any engine.</summary>
internal static class EngineCapacity
{
    /// <summary>Images of a call for each CPU thread: of so many, those left over in the end are few.</summary>
    public const int ImagesOfThread = 64;

    /// <summary>128 MB, on a CPU.</summary>
    public const long Numbers = 1L << 25;

    /// <summary>What an engine tells, or what is assumed of one that does not.</summary>
    public static IEngineCapacity Of(IEnergyEngine engine) => engine as IEngineCapacity ?? new Assumed();

    /// <summary>Threads for what a caller computes between two calls; 1 where the engine does not tell.</summary>
    public static int Threads(this IEnergyEngine engine) => Of(engine).Threads;

    /// <summary>
    /// Models that go through an engine in one call, one or more: as many as keep it busy, as far as F, G and P of all their
    /// chains stay small. It never shows in a result.
    /// </summary>
    /// <param name="engine">The engine.</param>
    /// <param name="chains">Chains of each model.</param>
    /// <param name="size">Their size.</param>
    /// <param name="layout">The taps of theta, at that size.</param>
    public static int ModelsAtOnce(this IEnergyEngine engine, int chains, ImageSize size, ResponseLayout layout)
    {
        var own = Of(engine);
        var chain = (long)layout.Length + layout.ThetaLength + (2L * size.Dimension);
        return (int)Math.Clamp(Math.Min(own.ImagesAtOnce, own.NumbersAtOnce / chain) / chains, 1, int.MaxValue);
    }

    /// <summary>Cuts a list into parts of nearly equal length, none longer than <paramref name="most"/>.</summary>
    public static IEnumerable<T[]> InParts<T>(this IReadOnlyList<T> list, int most)
    {
        var parts = (list.Count + most - 1) / most;
        for (var part = 0; part < parts; part++)
        {
            var (start, end) = ((long)list.Count * part / parts, (long)list.Count * (part + 1) / parts);
            yield return [.. list.Skip((int)start).Take((int)(end - start))];
        }
    }

    private sealed class Assumed : IEngineCapacity
    {
        public int Threads => 1;

        public int ImagesAtOnce => ImagesOfThread;

        public long NumbersAtOnce => Numbers;
    }
}
