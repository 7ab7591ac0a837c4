using WFrame.Images;
using WFrame.Images.Geometry;
using WFrame.Images.Sources;

namespace WFrame.Evaluation;

/// <summary>
/// Images to evaluate, in order: files, or pictures in memory (samples of a model). Decoded only when they are needed, any
/// number of times, from any thread.
/// </summary>
public sealed class ImageSet
{
    private readonly Item[] _items;
    private readonly string[] _passedOver;
    private readonly ImageNotices _remarks;
    private readonly int _maxPixels;

    private ImageSet(
        IEnumerable<Item> items,
        ImageNotices? remarks = null,
        string[]? passedOver = null,
        int maxPixels = PixelOptions.DefaultMaxPixels
    ) =>
        (_items, _remarks, _passedOver, _maxPixels) = (
            [.. items],
            remarks ?? new ImageNotices(),
            passedOver ?? [],
            maxPixels
        );

    /// <summary>Number of images.</summary>
    public int Count => _items.Length;

    /// <summary>Listed files or records, each decoded upright to 8-bit RGB; transparency becomes white.</summary>
    public static ImageSet FromEntries(IEnumerable<ImageEntry> entries) => FromEntries(entries, []);

    private static ImageSet FromEntries(IEnumerable<ImageEntry> entries, string[] passedOver)
    {
        var remarks = new ImageNotices();
        return new(
            entries.Select(entry => new Item(
                entry.Name,
                maxPixels => Decode(entry, maxPixels),
                () =>
                    entry.Record is null
                        ? SHA256.HashData(ImageFile.ReadAllBytes(entry.Path))
                        : PixelHash(entry.Decode())
            )),
            remarks,
            passedOver
        );

        RgbImage Decode(ImageEntry entry, int maxPixels)
        {
            var image = entry.Decode(AlphaHandling.White, maxPixels);
            remarks.Add(entry.Name, image.Remarks, AlphaHandling.White);
            return image;
        }
    }

    /// <summary>Files, folders, globs and lists, as <see cref="ImageSource"/> expands them.</summary>
    /// <exception cref="UsageException">An argument names nothing or holds no image.</exception>
    public static ImageSet FromFiles(params IEnumerable<string> arguments)
    {
        var passed = new PassedOver();
        var entries = ImageSource.List(arguments, passed);
        return FromEntries(entries, [.. passed.Sentences()]);
    }

    /// <summary>Pictures in memory; hashed by size and pixels.</summary>
    /// <param name="name">What to call them in messages; the number of each is added.</param>
    /// <param name="images">The pictures; not copied.</param>
    public static ImageSet FromImages(string name, IEnumerable<RgbImage> images) =>
        new(images.Select((image, i) => new Item($"{name} {i}", _ => image, () => PixelHash(image))));

    /// <summary>
    /// The same images, each cut to its centred square of <paramref name="side"/> pixels as it is decoded; hashed by file
    /// and side.
    /// </summary>
    internal ImageSet CenterCropped(int side) =>
        new(
            _items.Select(item => new Item(
                item.Name,
                maxPixels => Cut(item.Name, item.Decode(maxPixels), side),
                () => SHA256.HashData([.. item.Hash(), .. BitConverter.GetBytes(side)])
            )),
            _remarks,
            _passedOver,
            _maxPixels
        );

    /// <summary>The same images, where no more pixels than these are decoded of a file.</summary>
    internal ImageSet Allowing(int maxPixels) => new(_items, _remarks, _passedOver, maxPixels);

    /// <summary>What was passed over in folders, and what is remarkable about the images decoded so far.</summary>
    internal IEnumerable<string> Notices => _passedOver.Concat(_remarks.Sentences);

    /// <summary>What to call an image in messages.</summary>
    public string NameOf(int index) => _items[index].Name;

    /// <summary>Decodes one image.</summary>
    /// <exception cref="InvalidContentException">The file cannot be read or decoded; the message names it and why.</exception>
    public RgbImage Load(int index) => _items[index].Decode(_maxPixels);

    /// <summary>Lower-case hexadecimal sha256 of each file (or of size and pixels), in order.</summary>
    /// <exception cref="InvalidContentException">A file cannot be read.</exception>
    public string[] Hashes(CancellationToken cancellation = default)
    {
        var hashes = new string[Count];
        for (var i = 0; i < hashes.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            hashes[i] = Convert.ToHexStringLower(_items[i].Hash());
        }
        return hashes;
    }

    private static RgbImage Cut(string name, RgbImage image, int side)
    {
        var largest = Math.Min(image.Width, image.Height);
        if (side < 1 || side > largest)
        {
            throw new UsageException(
                $"{name} has {image.Width} x {image.Height} pixels, a reference crop of {side} does not fit; crop 1 to {largest}."
            );
        }
        var box = Crop.CenterSquare(image.Width, image.Height, side);
        // Source and target are of one size, which no filter changes.
        return Resampler.Resize(image, box, new ImageSize(side, side), ResampleFilter.Box);
    }

    private static byte[] PixelHash(RgbImage image)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(BitConverter.GetBytes(image.Width));
        hash.AppendData(BitConverter.GetBytes(image.Height));
        hash.AppendData(image.Pixels);
        return hash.GetHashAndReset();
    }

    private sealed record Item(string Name, Func<int, RgbImage> Decode, Func<byte[]> Hash);
}
