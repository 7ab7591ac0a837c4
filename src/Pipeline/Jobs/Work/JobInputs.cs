using WFrame.Images.Sources;

namespace WFrame.Jobs.Work;

/// <summary>The input images of a plan in its order, on the machine that plans or on one that works.</summary>
internal sealed class JobInputs
{
    /// <summary>Stands for the content of what cannot be read.</summary>
    private const string Unreadable = "-";

    private readonly string _folder;
    private readonly IReadOnlyList<ImageEntry> _entries;
    private readonly Dictionary<string, (long Length, DateTime Written, string Sha256)> _hashes = [];

    private JobInputs(string folder, IReadOnlyList<ImageEntry> entries) =>
        (_folder, _entries) = (Path.TrimEndingDirectorySeparator(folder), entries);

    public int Count => _entries.Count;

    /// <summary>Lists images.</summary>
    /// <param name="images">Arguments as <see cref="ImageSource"/> reads them.</param>
    /// <param name="folder">Where relative ones start.</param>
    /// <param name="byClass">Sorts by label; within a class the order stays.</param>
    /// <param name="notice">Told what is passed over.</param>
    /// <param name="cancellation">Ends the walk.</param>
    /// <exception cref="UsageException">An argument names nothing, or with classes an image has none.</exception>
    public static JobInputs List(
        IReadOnlyList<string> images,
        string folder,
        bool byClass,
        Action<string>? notice,
        CancellationToken cancellation
    )
    {
        var passed = new PassedOver(cancellation) { KeepsMissing = true };
        var entries = ImageSource.List(images.Select(image => Located(image, folder)), passed);
        foreach (var sentence in passed.Sentences())
        {
            notice?.Invoke(sentence);
        }
        if (byClass && entries.FirstOrDefault(e => e.Label is null) is { } unlabelled)
        {
            throw new UsageException(
                $"ByClass needs one sub-folder a class, and {unlabelled.Name} lies in none; give the folder above the classes.",
                nameof(TrainingJob.ByClass)
            );
        }
        return new JobInputs(folder, byClass ? [.. entries.OrderBy(e => e.Label, StringComparer.Ordinal)] : entries);
    }

    public IReadOnlyList<ImageEntry> Range(int first, int count) => new ArraySegment<ImageEntry>(All, first, count);

    /// <summary>What to call an input: as the plan's folder knows it, so that it is the same on every machine.</summary>
    public string NameOf(ImageEntry entry)
    {
        var inside = _folder + Path.DirectorySeparatorChar;
        var name = entry.Name.StartsWith(inside, StringComparison.Ordinal) ? entry.Name[inside.Length..] : entry.Name;
        return Path.DirectorySeparatorChar == '/' ? name : name.Replace(Path.DirectorySeparatorChar, '/');
    }

    /// <summary>sha256 over names, labels and contents.</summary>
    /// <param name="entries">Some inputs.</param>
    /// <param name="unreadable">How many cannot be read, and the first of them.</param>
    public string Digest(IEnumerable<ImageEntry> entries, out (int Count, string? First) unreadable)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        unreadable = default;
        foreach (var entry in entries)
        {
            var hash = HashOf(entry.Path);
            if (hash == Unreadable)
            {
                unreadable = (unreadable.Count + 1, unreadable.First ?? entry.Name);
            }
            digest.AppendData(Encoding.UTF8.GetBytes($"{NameOf(entry)}\t{entry.Label}\t{hash}\n"));
        }
        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }

    private ImageEntry[] All => field ??= [.. _entries];

    /// <summary>Of a file that is as it was the hash is not computed again: batches of records, images that are listed often.</summary>
    private string HashOf(string path)
    {
        try
        {
            var file = new FileInfo(path);
            var target = file.LinkTarget is null ? file : (FileInfo)file.ResolveLinkTarget(returnFinalTarget: true)!;
            if (!target.Exists)
            {
                return Unreadable;
            }
            if (
                _hashes.TryGetValue(path, out var known)
                && known.Length == target.Length
                && known.Written == target.LastWriteTimeUtc
            )
            {
                return known.Sha256;
            }
            var hash = Convert.ToHexStringLower(SHA256.HashData(ImageFile.ReadAllBytes(path)));
            if (_hashes.Count < MostHashes)
            {
                _hashes[path] = (target.Length, target.LastWriteTimeUtc, hash);
            }
            return hash;
        }
        catch (Exception e) when (e is InvalidContentException or IOException or UnauthorizedAccessException)
        {
            return Unreadable;
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
