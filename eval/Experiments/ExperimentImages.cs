using WFrame.Files;
using WFrame.Images;
using WFrame.Images.Sources;
using WFrame.Metrics;

namespace WFrame.Experiments;

/// <summary>
/// The images of --data by name of their set ("celeba", "bedroom", "cifar10/horse"): the first ones in order of name, or
/// some drawn by seed, different ones for different seeds while there are enough. Faces are cropped as the paper's are. Keeps the hash of every file that was read.
/// </summary>
public sealed class ExperimentImages
{
    private readonly string _data;
    private readonly IReadOnlyList<float> _mean;
    private readonly Dictionary<PixelBatch, IReadOnlyList<string>> _files = new(ReferenceEqualityComparer.Instance);
    private readonly SortedDictionary<string, string> _used = new(StringComparer.Ordinal);

    /// <exception cref="UsageException">The folder does not exist.</exception>
    internal ExperimentImages(string data, IReadOnlyList<float> mean)
    {
        (_data, _mean) = (data, mean);
        if (!Directory.Exists(data))
        {
            throw new UsageException($"--data {data} does not exist: give the folder of images (see eval/README.md).");
        }
    }

    public IReadOnlyDictionary<string, string> Used => _used;

    /// <summary>Files of the images of a batch that was loaded here, as <see cref="Used"/> names them; empty for others.</summary>
    public IReadOnlyList<string> FilesOf(PixelBatch images) => _files.GetValueOrDefault(images, []);

    /// <summary>All images of a set in order of name, with the name of their folder as label.</summary>
    /// <exception cref="UsageException">There is no such set, or it holds no image.</exception>
    public IReadOnlyList<ImageEntry> List(string set)
    {
        var path = Path.Combine(_data, set);
        return Path.Exists(path)
            ? ImageSource.Expand([path])
            : throw new UsageException(
                $"--data {_data} has no {set}: this experiment needs it (eval/README.md says how the folder is laid out)."
            );
    }

    public PixelBatch First(string set, int count, int size)
    {
        var entries = List(set);
        Require(entries, count, $"{set} in this experiment");
        return Load(set, entries.Take(count), size);
    }

    /// <summary>The nine images of a set for a model of this seed.</summary>
    /// <exception cref="UsageException">The set is missing or has too few images.</exception>
    public PixelBatch DrawNine(string set, int size, ulong seed) =>
        Draw(set, groups: 1, count: 9, size, seed)[0].Observed;

    /// <summary>
    /// Images of a set drawn by seed, a group for each model; no image is in two groups, nor in those of another seed while
    /// there are enough (seeds count from 1; <see cref="ImageOverlap"/> says where there were too few).
    /// </summary>
    /// <exception cref="UsageException">The set is missing or has too few images.</exception>
    public IReadOnlyList<TrainingComponent> Draw(string set, int groups, int count, int size, ulong seed)
    {
        var what = $"{set} in this experiment ({groups} models of {count})";
        return
        [
            .. Shuffled(List(set), groups * count, seed, what)
                .Chunk(count)
                .Select(
                    (group, k) => new TrainingComponent(groups == 1 ? set : $"{set} {k + 1}", Load(set, group, size))
                ),
        ];
    }

    /// <summary>Images of a set drawn by seed as <see cref="Draw"/> does, in parts of given sizes that share none.</summary>
    /// <exception cref="UsageException">The set is missing or has too few images.</exception>
    public IReadOnlyList<PixelBatch> DrawParts(string set, IReadOnlyList<int> counts, int size, ulong seed)
    {
        ImageEntry[] drawn = [.. Shuffled(List(set), counts.Sum(), seed, $"{set} in this experiment")];
        return [.. counts.Select((count, i) => Load(set, drawn.Skip(counts.Take(i).Sum()).Take(count), size))];
    }

    /// <summary>Images of a set drawn by seed as <see cref="Draw"/> does, and all the others of the set.</summary>
    /// <exception cref="UsageException">The set is missing or has too few images.</exception>
    public (PixelBatch Learned, PixelBatch Others) DrawSplit(string set, int count, int size, ulong seed)
    {
        var all = List(set);
        ImageEntry[] drawn = [.. Shuffled(all, count, seed, $"{set} in this experiment")];
        return (Load(set, drawn, size), Load(set, all.Except(drawn), size));
    }

    /// <summary>
    /// Some images of every class of a set, drawn by seed, as a list file with labels for <c>LoadPixels("@...")</c>: the
    /// argument for a loader, which is the path after an @, and the files of each class.
    /// </summary>
    /// <exception cref="UsageException">The set is missing, or a class has fewer images.</exception>
    public (string Argument, IReadOnlyList<IReadOnlyList<string>> Images) DrawByClass(
        string set,
        int count,
        ulong seed,
        string path
    )
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var drawn = List(set)
            .GroupBy(e =>
                e.Label ?? throw new UsageException($"{set} in this experiment needs a folder for each class.")
            )
            .SelectMany(group => Shuffled([.. group], count, seed, $"class {group.Key} of {set}"))
            .ToArray();
        foreach (var entry in drawn)
        {
            Use(entry.Path, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(entry.Path))));
        }
        var lines = drawn.Select(e => $"{Path.GetRelativePath(folder, Path.GetFullPath(e.Path))}\t{e.Label}\n");
        AtomicFile.WriteText(path, string.Concat(lines));
        return ($"@{path}", [.. drawn.GroupBy(e => e.Label).Select(g => Names(g.Select(e => e.Path)))]);
    }

    /// <summary>How a set is loaded: square, faces cropped as the paper's are.</summary>
    public PixelOptions Options(string set, int size) =>
        new() { Size = new ImageSize(size, size), CropSide = set == "celeba" ? Presets.Crop(set) : null };

    private PixelBatch Load(string set, IEnumerable<ImageEntry> entries, int size)
    {
        var loaded = PixelLoader.Load([.. entries], Options(set, size), _mean);
        foreach (var image in loaded.Images)
        {
            Use(image.Entry.Path, image.Sha256);
        }
        _files[loaded.Pixels] = Names(loaded.Images.Select(image => image.Entry.Path));
        return loaded.Pixels;
    }

    private static IEnumerable<ImageEntry> Shuffled(
        IReadOnlyList<ImageEntry> entries,
        int count,
        ulong seed,
        string what
    )
    {
        Require(entries, count, what);
        // One order for all seeds, of which each takes its own piece: separate draws would share images by chance.
        var pieces = (ulong)(entries.Count / count);
        var piece = (int)(((seed % pieces) + pieces - 1) % pieces);
        return new NumpyRandomState(0)
            .Permutation(entries.Count)
            .Skip(piece * count)
            .Take(count)
            .Select(i => entries[i]);
    }

    internal static void Require(IReadOnlyCollection<ImageEntry> entries, int needed, string what)
    {
        if (entries.Count < needed)
        {
            throw new UsageException(
                $"{what} needs {needed} images and {entries.Count} {(entries.Count == 1 ? "is" : "are")} given: add images or ask for fewer."
            );
        }
    }

    private void Use(string path, string sha256) => _used[NameOf(path)] = sha256;

    private string[] Names(IEnumerable<string> paths) => [.. paths.Select(NameOf)];

    private string NameOf(string path) => Path.GetRelativePath(_data, path).Replace('\\', '/');
}
