using WFrame.Images;
using WFrame.Images.Sources;
using WFrame.Images.Writing;
using WFrame.Trunks;

namespace WFrame;

/// <summary>
/// Pictures to a model's pixels and back, a call each:
/// <code>var images = WFrameImages.Load("cat.png", size: 64, crops: 9);
/// WFrameImages.Save(images, "crops.png");</code>
/// What there is to tell of the pictures goes to <c>notice</c>.
/// </summary>
public static partial class WFrameImages
{
    private static readonly string[] OtherFormats = [".jpg", ".jpeg", ".webp", ".bmp", ".gif", ".tif", ".tiff"];

    /// <summary>Loads pictures, cut to a square around their centre.</summary>
    /// <param name="images">A file, folder, glob, <c>cifar10:FOLDER</c> or <c>@list.txt</c>.</param>
    /// <param name="size">Height and width of the result in pixels, even for the default trunk.</param>
    /// <param name="crop">Side in pixels of the square that is cut out before resizing; null: the largest.</param>
    /// <param name="crops">Jittered crops of every picture, for learning from one; 0: each picture once, undisturbed.</param>
    /// <param name="trunk">The trunk that will see the pixels, whose mean is subtracted; VGG when null.</param>
    /// <param name="notice">
    /// Told in a sentence each what was passed over in folders, what was left out, and what is remarkable: pictures that come
    /// out black or white, are transparent or enlarged.
    /// </param>
    /// <param name="mirroring">Which of the crops are mirrored.</param>
    /// <returns>[N,3,H,W], B, G, R minus the mean, in the order of the names.</returns>
    /// <exception cref="UsageException">There is no such image, or an argument is out of range.</exception>
    /// <exception cref="InvalidContentException">Images that cannot be used; the message names them and why.</exception>
    public static PixelBatch Load(
        string images,
        int size,
        int? crop = null,
        int crops = 0,
        Trunk? trunk = null,
        Action<string>? notice = null,
        CropMirroring mirroring = CropMirroring.Half
    ) => Load([images], size, crop, crops, trunk, notice, mirroring);

    /// <summary>Loads pictures of several files, folders and so on.</summary>
    /// <inheritdoc cref="Load(string, int, int?, int, Trunk?, Action{string}?, CropMirroring)"/>
    public static PixelBatch Load(
        IEnumerable<string> images,
        int size,
        int? crop = null,
        int crops = 0,
        Trunk? trunk = null,
        Action<string>? notice = null,
        CropMirroring mirroring = CropMirroring.Half
    )
    {
        var options = new PixelOptions
        {
            Size = new ImageSize(size, size),
            CropSide = crop,
            Crops = crops,
            Mirroring = mirroring,
        };
        return Load(images, options, trunk, notice: notice);
    }

    /// <summary>Loads pictures with all settings.</summary>
    /// <param name="images">A file, folder, glob, <c>cifar10:FOLDER</c> or <c>@list.txt</c>.</param>
    /// <param name="options">Size, crops, seed, transparency, bad images.</param>
    /// <param name="trunk">The trunk that will see the pixels, whose mean is subtracted; VGG when null.</param>
    /// <param name="notice">Told what to know of the pictures, in a sentence each.</param>
    /// <param name="cancellation">Checked before each picture.</param>
    /// <inheritdoc cref="Load(string, int, int?, int, Trunk?, Action{string}?, CropMirroring)"/>
    public static PixelBatch Load(
        string images,
        PixelOptions options,
        Trunk? trunk = null,
        Action<string>? notice = null,
        CancellationToken cancellation = default
    ) => Load([images], options, trunk, notice, cancellation);

    /// <summary>Loads pictures of several files, folders and so on, with all settings.</summary>
    /// <inheritdoc cref="Load(string, PixelOptions, Trunk?, Action{string}?, CancellationToken)"/>
    public static PixelBatch Load(
        IEnumerable<string> images,
        PixelOptions options,
        Trunk? trunk = null,
        Action<string>? notice = null,
        CancellationToken cancellation = default
    )
    {
        var entries = ImageSource.List(
            images,
            new PassedOver(cancellation) { KeepsMissing = options.SkipBadImages },
            notice
        );
        var loaded = PixelLoader.Load(entries, options, trunk?.Mean ?? Trunk.VggMean, cancellation: cancellation);
        foreach (var sentence in loaded.Skipped.Select(s => $"left out: {s}").Concat(loaded.Notices))
        {
            notice?.Invoke(sentence);
        }
        return loaded.Pixels;
    }

    /// <summary>
    /// Writes pictures as 8-bit PNG: to one file, where several become a contact sheet, or to a folder, one file each at
    /// its true size, named by number (00.png, 01.png, ...).
    /// </summary>
    /// <param name="images">[N,3,H,W], B, G, R minus the mean, at least one.</param>
    /// <param name="path">
    /// A file (*.png) in a folder that exists, or a folder, which is made if need be. Files of the same names are
    /// replaced, others stay.
    /// </param>
    /// <param name="trunk">The trunk whose mean is added; VGG when null.</param>
    /// <exception cref="UsageException">The path names a file of another format.</exception>
    /// <exception cref="ArgumentException">There is no image, or a value is not finite.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void Save(PixelBatch images, string path, Trunk? trunk = null)
    {
        var extension = Path.GetExtension(path);
        if (OtherFormats.Contains(extension, StringComparer.OrdinalIgnoreCase))
        {
            throw new UsageException(
                $"{path} cannot be written, pictures are PNG files: name a file that ends with .png, or a folder."
            );
        }
        ArgumentOutOfRangeException.ThrowIfZero(images.Count);
        var mean = trunk?.Mean ?? Trunk.VggMean;
        RgbImage[] pictures = [.. Enumerable.Range(0, images.Count).Select(i => PngWriter.ToImage(images, i, mean))];
        if (extension.Equals(".png", StringComparison.OrdinalIgnoreCase))
        {
            PngWriter.Write(path, ContactSheet.Make(pictures));
            return;
        }
        Directory.CreateDirectory(path);
        for (var i = 0; i < pictures.Length; i++)
        {
            PngWriter.Write(Path.Combine(path, PngWriter.FileName(i, pictures.Length)), pictures[i]);
        }
    }
}
