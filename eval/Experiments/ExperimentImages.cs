using System.Security.Cryptography;
using WFrame.Files;
using WFrame.Images;
using WFrame.Images.Sources;
using WFrame.Learning;
using WFrame.Metrics;

namespace WFrame.Experiments;

/// <summary>
/// The images of --data by name of their set ("celeba", "bedroom", "cifar10/horse"): the first ones in order of name, or
/// some drawn by seed. Faces are cropped as the paper's are. Keeps the hash of every file that was read.
/// </summary>
public sealed class ExperimentImages
{
    private readonly string _data;
    private readonly IReadOnlyList<float> _mean;
    private readonly SortedDictionary<string, string> _used = new(StringComparer.Ordinal);

    internal ExperimentImages(string data, IReadOnlyList<float> mean) => (_data, _mean) = (data, mean);

    /// <summary>sha256 of every file read so far, by path within --data.</summary>
    public IReadOnlyDictionary<string, string> Used => _used;

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

    /// <summary>The first images of a set.</summary>
    /// <exception cref="UsageException">The set is missing or has fewer images.</exception>
    public PixelBatch First(string set, int count, int size)
    {
        var entries = List(set);
        Require(entries, count, $"{set} in this experiment");
        return Load(set, [.. entries.Take(count)], size);
    }

    /// <summary>Images of a set drawn by seed, without repetition: K groups of M for K models.</summary>
    /// <param name="set">Name of the set.</param>
    /// <param name="groups">K, 1 or more.</param>
    /// <param name="count">M, images of a group; no image is in two groups.</param>
    /// <param name="size">Side in pixels.</param>
    /// <param name="seed">Seed of the draw.</param>
    /// <exception cref="UsageException">The set is missing or has fewer than K * M images.</exception>
    public IReadOnlyList<TrainingComponent> Draw(string set, int groups, int count, int size, ulong seed)
    {
        var entries = List(set);
        Require(entries, groups * count, $"{set} in this experiment ({groups} models of {count})");
        var order = new NumpyRandomState((uint)seed).Permutation(entries.Count);
        return
        [
            .. Enumerable
                .Range(0, groups)
                .Select(k => new TrainingComponent(
                    groups == 1 ? set : $"{set} {k + 1}",
                    Load(set, [.. order.Skip(k * count).Take(count).Select(i => entries[i])], size)
                )),
        ];
    }

    /// <summary>
    /// Some images of every class of a set, drawn by seed, as a list file with labels for <c>LoadPixels("@...")</c>.
    /// </summary>
    /// <param name="set">A set with a folder a class.</param>
    /// <param name="count">Images of a class.</param>
    /// <param name="seed">Seed of the draw.</param>
    /// <param name="path">The list to write.</param>
    /// <returns>The argument for a loader: the path after an @.</returns>
    /// <exception cref="UsageException">The set is missing, or a class has fewer images.</exception>
    public string DrawByClass(string set, int count, ulong seed, string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var lines = List(set)
            .GroupBy(e =>
                e.Label ?? throw new UsageException($"{set} in this experiment needs a folder for each class.")
            )
            .SelectMany(group =>
            {
                ImageEntry[] entries = [.. group];
                Require(entries, count, $"class {group.Key} of {set}");
                var order = new NumpyRandomState((uint)seed).Permutation(entries.Length);
                return order.Take(count).Select(i => entries[i]);
            })
            .Select(e => $"{Path.GetRelativePath(folder, Path.GetFullPath(Use(e)))}\t{e.Label}\n");
        AtomicFile.WriteText(path, string.Concat(lines));
        return $"@{path}";
    }

    /// <summary>Pixels of a list of images, cropped as the set asks for.</summary>
    public PixelBatch Load(string set, IReadOnlyList<ImageEntry> entries, int size)
    {
        var loaded = PixelLoader.Load(entries, Options(set, size), _mean);
        foreach (var image in loaded.Images)
        {
            Use(image.Entry.Path, image.Sha256);
        }
        return loaded.Pixels;
    }

    /// <summary>How a set is loaded: square, faces cropped as the paper's are.</summary>
    public PixelOptions Options(string set, int size) =>
        new() { Size = new ImageSize(size, size), CropSide = set == "celeba" ? Presets.Crop(set) : null };

    /// <summary>Paths of the first images of a set, for a loader that takes files.</summary>
    /// <exception cref="UsageException">The set is missing or has fewer images.</exception>
    public IReadOnlyList<string> FirstFiles(string set, int count)
    {
        var entries = List(set);
        Require(entries, count, $"{set} in this experiment");
        return [.. entries.Take(count).Select(Use)];
    }

    /// <summary>Says clearly when a list is too short for what is asked.</summary>
    /// <param name="entries">The images there are.</param>
    /// <param name="needed">How many are wanted.</param>
    /// <param name="what">For what, for instance "--images-per-model 9".</param>
    /// <exception cref="UsageException">There are fewer.</exception>
    internal static void Require(IReadOnlyCollection<ImageEntry> entries, int needed, string what)
    {
        if (entries.Count < needed)
        {
            throw new UsageException(
                $"{what} needs {needed} images and {entries.Count} {(entries.Count == 1 ? "is" : "are")} given: add images or ask for fewer."
            );
        }
    }

    private string Use(ImageEntry entry)
    {
        Use(entry.Path, Convert.ToHexStringLower(SHA256.HashData(ImageFile.ReadAllBytes(entry.Path))));
        return entry.Path;
    }

    private void Use(string path, string sha256) =>
        _used[Path.GetRelativePath(_data, path).Replace('\\', '/')] = sha256;

    /// <summary>Checks that the folder exists before anything else happens.</summary>
    /// <exception cref="UsageException">It does not.</exception>
    internal static void Check(string data)
    {
        if (!Directory.Exists(data))
        {
            throw new UsageException($"--data {data} does not exist: give the folder of images (see eval/README.md).");
        }
    }
}
