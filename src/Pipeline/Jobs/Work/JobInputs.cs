using WFrame.Images.Sources;

namespace WFrame.Jobs.Work;

/// <summary>
/// The input images of a plan in its order, on the machine that plans or on one that works. Of many only those are held
/// that are asked for: a batch of a million images takes no more memory than one of ten thousand.
/// </summary>
internal sealed class JobInputs : IDisposable
{
    /// <summary>Inputs that are held and not walked again, about a megabyte.</summary>
    private const int MostHeld = 8192;

    private readonly string _folder;
    private readonly ImageEntry[]? _held;
    private readonly Func<PassedOver, IEnumerable<ImageEntry>> _walk;
    private readonly Dictionary<string, (long Length, DateTime Written, string Sha256)> _hashes = [];
    private IEnumerator<ImageEntry>? _walker;
    private int _next;

    private JobInputs(string folder, int count, ImageEntry[]? held, Func<PassedOver, IEnumerable<ImageEntry>> walk) =>
        (_folder, Count, _held, _walk) = (Path.TrimEndingDirectorySeparator(folder), count, held, walk);

    public int Count { get; }

    /// <summary>Lists and counts images.</summary>
    /// <param name="images">Arguments as <see cref="ImageSource"/> reads them.</param>
    /// <param name="folder">Where relative ones start.</param>
    /// <param name="byClass">Sorts by label, for which all are held; within a class the order stays.</param>
    /// <param name="notice">Told what is passed over.</param>
    /// <param name="cancellation">Ends the walk.</param>
    /// <exception cref="UsageException">An argument names nothing, or with classes an image has none.</exception>
    public static JobInputs Open(
        IReadOnlyList<string> images,
        string folder,
        bool byClass,
        Action<string>? notice,
        CancellationToken cancellation
    )
    {
        var passed = new PassedOver(cancellation) { KeepsMissing = true };
        var (count, held) = (0, new List<ImageEntry>());
        foreach (var entry in Walk(passed))
        {
            cancellation.ThrowIfCancellationRequested();
            count = checked(count + 1);
            if (byClass || count <= MostHeld)
            {
                held.Add(entry);
            }
            if (byClass && entry.Label is null)
            {
                throw new UsageException(
                    $"ByClass needs one sub-folder a class, and {entry.Name} lies in none; give the folder above the classes.",
                    nameof(TrainingJob.ByClass)
                );
            }
        }
        foreach (var sentence in passed.Sentences())
        {
            notice?.Invoke(sentence);
        }
        return new JobInputs(
            folder,
            count,
            byClass ? [.. held.OrderBy(e => e.Label, StringComparer.Ordinal)]
                : count <= MostHeld ? [.. held]
                : null,
            Walk
        );

        IEnumerable<ImageEntry> Walk(PassedOver told) =>
            ImageSource.Walk(images.Select(image => Located(image, folder)), told);
    }

    /// <summary>
    /// Some inputs. Ranges one behind the other are one walk; one that lies before the last begins a new walk.
    /// </summary>
    /// <returns>Fewer where files went since they were counted.</returns>
    public ArraySegment<ImageEntry> Range(int first, int count, CancellationToken cancellation)
    {
        if (_held is not null)
        {
            return new(_held, first, count);
        }
        if (_walker is null || first < _next)
        {
            _walker?.Dispose();
            _walker = _walk(new PassedOver { KeepsMissing = true }).GetEnumerator();
            _next = 0;
        }
        while (_next < first && Step(cancellation)) { }
        var range = new List<ImageEntry>(count);
        while (range.Count < count && Step(cancellation))
        {
            range.Add(_walker.Current);
        }
        return range.ToArray();
    }

    public void Dispose() => _walker?.Dispose();

    private bool Step(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        _next++;
        return _walker!.MoveNext();
    }

    /// <summary>What to call an input: as the plan's folder knows it, so that it is the same on every machine.</summary>
    public string NameOf(ImageEntry entry)
    {
        var inside = _folder + Path.DirectorySeparatorChar;
        var name = entry.Name.StartsWith(inside, StringComparison.Ordinal) ? entry.Name[inside.Length..] : entry.Name;
        return Path.DirectorySeparatorChar == '/' ? name : name.Replace(Path.DirectorySeparatorChar, '/');
    }

    /// <summary>The digest of some inputs, whose files are read.</summary>
    /// <param name="entries">Some inputs.</param>
    /// <param name="unreadable">How many cannot be read, and the first of them.</param>
    public string Digest(IEnumerable<ImageEntry> entries, out (int Count, string? First) unreadable)
    {
        using var digest = new InputDigest(this);
        foreach (var entry in entries)
        {
            digest.Add(entry, HashOf(entry.Path));
        }
        unreadable = digest.Unreadables;
        return digest.Finish();
    }

    /// <summary>
    /// sha256 of a file, or <see cref="InputDigest.Unreadable"/>. Of one that is as it was it is not computed again: batches of
    /// records, images that are listed often.
    /// </summary>
    public string HashOf(string path)
    {
        try
        {
            var target = ImageFile.Target(new FileInfo(path));
            if (!target.Exists)
            {
                return InputDigest.Unreadable;
            }
            if (
                _hashes.TryGetValue(path, out var known)
                && known.Length == target.Length
                && known.Written == target.LastWriteTimeUtc
            )
            {
                return known.Sha256;
            }
            using var content = ImageFile.OpenRead(path);
            var hash = Convert.ToHexStringLower(SHA256.HashData(content));
            if (_hashes.Count < MostHashes)
            {
                _hashes[path] = (target.Length, target.LastWriteTimeUtc, hash);
            }
            return hash;
        }
        catch (Exception e) when (e is InvalidContentException or IOException or UnauthorizedAccessException)
        {
            return InputDigest.Unreadable;
        }
    }

    /// <summary>A few megabytes; a folder of millions of images is read once.</summary>
    private const int MostHashes = 20_000;

    private static string Located(string image, string folder)
    {
        foreach (var prefix in new[] { "cifar10:", "@" })
        {
            if (image.StartsWith(prefix, StringComparison.Ordinal))
            {
                return prefix + Path.Combine(folder, image[prefix.Length..]);
            }
        }
        return Path.Combine(folder, image);
    }
}
