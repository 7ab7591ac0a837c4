using System.Runtime.ExceptionServices;
using WFrame.Images.Sources;

namespace WFrame.Images;

/// <summary>Names all pictures that cannot be used at once: one at a time they would take a run each.</summary>
internal static class BadImages
{
    private const int Named = 10;

    /// <summary>Decodes pictures to see that all can be used.</summary>
    /// <exception cref="InvalidContentException">Some cannot be used.</exception>
    public static void RequireNone(
        IReadOnlyList<ImageEntry> entries,
        PixelOptions options,
        CancellationToken cancellation
    ) =>
        Refuse(
            PixelLoader.ForEach(
                entries.Count,
                options.Threads,
                i => entries[i].Decode(options.Alpha, options.MaxPixels),
                isAll: true,
                cancellation
            ),
            nameof(PixelOptions.SkipBadImages)
        );

    /// <summary>Ends a load where something failed.</summary>
    /// <param name="failures">Why each picture cannot be used, null for those that can.</param>
    /// <param name="remedy">The member that leaves bad pictures out; null where there is none.</param>
    /// <exception cref="InvalidContentException">Some cannot be used.</exception>
    /// <exception cref="UsageException">The one that cannot be used was not asked for rightly.</exception>
    public static void Refuse(IReadOnlyList<Exception?> failures, string? remedy = null)
    {
        Exception[] bad = [.. failures.OfType<Exception>()];
        if (bad.Length == 0)
        {
            return;
        }
        if (bad.FirstOrDefault(b => b is UsageException) is { } usage)
        {
            ExceptionDispatchInfo.Throw(usage);
        }
        var members = bad.OfType<InvalidContentException>().SelectMany(b => b.Members);
        string[] sentences =
        [
            .. bad.Length == 1 ? Array.Empty<string>() : [$"{bad.Length} of {failures.Count} images cannot be used."],
            .. bad.Take(Named).Select(b => b.Message),
            .. bad.Length > Named ? [$"And {bad.Length - Named} more."] : Array.Empty<string>(),
            .. remedy is null ? Array.Empty<string>() : [$"{remedy} leaves out what cannot be used."],
        ];
        throw new InvalidContentException(string.Join(' ', sentences), bad[0])
        {
            Members = [.. members, .. remedy is null ? Array.Empty<string>() : [remedy]],
        };
    }
}
