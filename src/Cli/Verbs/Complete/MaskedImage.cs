using WFrame.Completion;
using WFrame.Images.Sources;

namespace WFrame.Cli.Verbs.Complete;

/// <summary>An image with the mask of what is to be filled.</summary>
/// <param name="Name">Folder for its fillings within the output; "" where it is the only one.</param>
/// <param name="Image">The image.</param>
/// <param name="Mask">Its mask.</param>
internal sealed record MaskedImage(string Name, ImageEntry Image, ImageEntry Mask)
{
    private const int MostNamed = 3;

    /// <summary>Finds the mask of each image: one for all, or of a folder the one of the image's name.</summary>
    /// <param name="image">IMAGE: a picture, or a folder or list of them.</param>
    /// <param name="mask">--mask: a picture or a folder.</param>
    /// <param name="notice">Told what is passed over.</param>
    /// <param name="cancellation">Checked for every file that is found.</param>
    /// <exception cref="UsageException">An image has no mask, or two have one name.</exception>
    public static IReadOnlyList<MaskedImage> Find(
        string image,
        string mask,
        Action<string> notice,
        CancellationToken cancellation
    )
    {
        var images = ImageSource.Expand([image], notice, cancellation);
        var isOne = File.Exists(image);
        var own = isOne ? [NameIn(null, images[0])] : Names(images, image);
        Func<string, ImageEntry?> find = _ => new ImageEntry(mask);
        if (Directory.Exists(mask))
        {
            var masks = ImageSource.Expand([mask], notice, cancellation);
            var byName = Names(masks, mask).Zip(masks).ToDictionary(StringComparer.Ordinal);
            find = name => byName.GetValueOrDefault(name);
        }
        else if (!File.Exists(mask))
        {
            throw new UsageException(
                $"--mask {mask} does not exist; give a picture or a folder with one for each image."
            );
        }
        string[] without = [.. own.Where(name => find(name) is null)];
        if (without.Length > 0)
        {
            var named = string.Join(", ", without.Take(MostNamed).Select(name => $"{name}.png"));
            var more = without.Length > MostNamed ? $" and {without.Length - MostNamed} more" : "";
            throw new UsageException(
                $"--mask {mask} holds no mask of {without.Length} of {images.Count} images: add {named}{more}, or leave those images out."
            );
        }
        return [.. images.Zip(own, (entry, name) => new MaskedImage(isOne ? "" : name, entry, find(name)!))];
    }

    /// <summary>Decodes both.</summary>
    /// <exception cref="UsageException">The mask has another size, or marks nothing or everything.</exception>
    /// <exception cref="InvalidContentException">One of them is no picture.</exception>
    public PictureHole Open() => new(Image.Decode(), Mask.Decode(), Image.Name, Mask.Name);

    private static string[] Names(IReadOnlyList<ImageEntry> entries, string folder)
    {
        string[] names = [.. entries.Select(entry => NameIn(Directory.Exists(folder) ? folder : null, entry))];
        return names.GroupBy(name => name).FirstOrDefault(same => same.Count() > 1) is { } twice
            ? throw new UsageException(
                $"{folder} holds {twice.Count()} pictures of the name {twice.Key}: which mask belongs to which cannot be told; rename one."
            )
            : names;
    }

    /// <summary>Path within the folder, without extension.</summary>
    private static string NameIn(string? folder, ImageEntry entry)
    {
        var name = folder is null ? Path.GetFileName(entry.Path) : Path.GetRelativePath(folder, entry.Path);
        var stem = Path.ChangeExtension(name, null);
        return entry.Record is { } record ? string.Create(CultureInfo.InvariantCulture, $"{stem}-{record}") : stem;
    }
}
