using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using WFrame.Images.Decoding;
using WFrame.Images.Formats;
using WFrame.Images.Geometry;
using WFrame.Images.Sources;

namespace WFrame.Images;

/// <summary>
/// Pictures to pixels: decode, orient, crop, resize, subtract the mean, to planes B, G, R. Several at a time, the
/// result always in the order of the list.
/// </summary>
public static class PixelLoader
{
    /// <summary>Pictures above this are decoded one at a time: each may take a gigabyte on the way.</summary>
    private const long LargePicture = 16_000_000;

    /// <summary>Loads a list of images.</summary>
    /// <param name="entries">The images.</param>
    /// <param name="options">Size, crops, mean and so on.</param>
    /// <param name="progress">Told the number of pictures done, from several threads.</param>
    /// <param name="cancellation">Checked before each picture.</param>
    /// <exception cref="UsageException">An option is out of range, no image is usable, or the batch is too large.</exception>
    /// <exception cref="InvalidContentException">The first picture that cannot be used, unless they are skipped.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static LoadedImages Load(
        IReadOnlyList<ImageEntry> entries,
        PixelOptions options,
        IProgress<int>? progress = null,
        CancellationToken cancellation = default
    )
    {
        options.Validate();
        if (entries.Count == 0)
        {
            throw new UsageException("No images are given.");
        }
        var crops = Math.Max(1, options.Crops);
        var values = Allocate((long)entries.Count * crops, options.Size);
        var pictures = new LoadedPicture?[entries.Count];
        var failures = new InvalidContentException?[entries.Count];
        var (done, large) = (0, new Lock());
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = options.Threads,
            CancellationToken = cancellation,
        };
        var step = crops * options.Size.Dimension;
        try
        {
            Parallel.For(
                0,
                entries.Count,
                parallel,
                (i, state) =>
                {
                    try
                    {
                        pictures[i] = LoadOne(entries[i], i, options, values.AsSpan(i * step, step), large);
                    }
                    catch (InvalidContentException bad)
                    {
                        failures[i] = bad;
                        if (!options.SkipBadImages)
                        {
                            // Earlier pictures are still tried, so the first bad one of the list is named, whatever the timing.
                            state.Break();
                        }
                    }
                    progress?.Report(Interlocked.Increment(ref done));
                }
            );
        }
        catch (AggregateException several)
        {
            // Nothing that concerns one picture: memory, disk. One of them says it.
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
        }
        if (!options.SkipBadImages && failures.FirstOrDefault(f => f is not null) is { } first)
        {
            ExceptionDispatchInfo.Throw(first);
        }
        return Collect(entries, options, values, pictures, failures);
    }

    private static LoadedPicture LoadOne(
        ImageEntry entry,
        int index,
        PixelOptions options,
        Span<float> values,
        Lock large
    )
    {
        if (entry.Record is not null)
        {
            // Batch files are hashed once, later.
            return Cut(entry, index, entry.Decode(options.Alpha), sha256: null, options, values);
        }
        var bytes = ImageFile.ReadAllBytes(entry.Path);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var structure = ImageStructure.Read(bytes, entry.Path, options.Alpha);
        if ((long)structure.Header.Width * structure.Header.Height <= LargePicture)
        {
            return Cut(entry, index, ImageDecoder.Decode(structure), sha256, options, values);
        }
        lock (large)
        {
            return Cut(entry, index, ImageDecoder.Decode(structure), sha256, options, values);
        }
    }

    internal static LoadedPicture Cut(
        ImageEntry entry,
        int index,
        DecodedImage decoded,
        string? sha256,
        PixelOptions options,
        Span<float> values
    )
    {
        var image = decoded.Image;
        var box = BaseBox(entry, image, options);
        var crops = new LoadedImage[Math.Max(1, options.Crops)];
        for (var crop = 0; crop < crops.Length; crop++)
        {
            var (taken, mirror) =
                options.Crops > 0
                    ? JitteredCrop.Draw(
                        box,
                        image.Width,
                        image.Height,
                        options.Jitter,
                        element => CropRandom.Uniform(options.Seed, index, crop, element)
                    )
                    : (box, false);
            var resized = Resampler.Resize(image, taken, options.Size, Filter(options, taken));
            if (mirror)
            {
                JitteredCrop.Mirror(resized);
            }
            ToPlanes(resized, options.Mean, values.Slice(crop * options.Size.Dimension, options.Size.Dimension));
            crops[crop] = new LoadedImage(entry, crop, taken, mirror);
        }
        return new LoadedPicture(crops, sha256, decoded.HadAlpha);
    }

    private static PixelBox BaseBox(ImageEntry entry, RgbImage image, PixelOptions options)
    {
        if (options.CropSide is not { } side)
        {
            return Crop.Fit(image.Width, image.Height, options.Size);
        }
        if (side > Math.Min(image.Width, image.Height))
        {
            throw new InvalidContentException(
                $"{entry.Name} has {image.Width} x {image.Height} pixels, too few for a crop of {side}: crop less or leave it out."
            );
        }
        return Crop.CenterSquare(image.Width, image.Height, side);
    }

    private static ResampleFilter Filter(PixelOptions options, PixelBox box) =>
        options.Filter
        ?? (
            box.Width >= options.Size.Width && box.Height >= options.Size.Height
                ? ResampleFilter.Area
                : ResampleFilter.Bicubic
        );

    /// <summary>[H,W,3] R, G, B to [3,H,W] B, G, R minus the mean.</summary>
    internal static void ToPlanes(RgbImage image, IReadOnlyList<float> mean, Span<float> planes)
    {
        var area = image.Width * image.Height;
        var blue = planes[..area];
        var green = planes.Slice(area, area);
        var red = planes.Slice(2 * area, area);
        var (meanBlue, meanGreen, meanRed) = (mean[0], mean[1], mean[2]);
        for (var i = 0; i < area; i++)
        {
            red[i] = image.Pixels[3 * i] - meanRed;
            green[i] = image.Pixels[(3 * i) + 1] - meanGreen;
            blue[i] = image.Pixels[(3 * i) + 2] - meanBlue;
        }
    }

    private static float[] Allocate(long count, ImageSize size)
    {
        var length = count * 3 * size.Height * size.Width;
        var gigabytes = length * sizeof(float) / 1e9;
        var available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9;
        return length <= Array.MaxLength && gigabytes < available
            ? new float[length]
            : throw new UsageException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{count} images of {size} px need {gigabytes:f1} GB, {available:f1} GB are there: take fewer images or a smaller size."
                )
            );
    }

    private static LoadedImages Collect(
        IReadOnlyList<ImageEntry> entries,
        PixelOptions options,
        float[] values,
        LoadedPicture?[] pictures,
        InvalidContentException?[] failures
    )
    {
        var step = Math.Max(1, options.Crops) * options.Size.Dimension;
        var (images, skipped) = (new List<LoadedImage>(), new List<SkippedImage>());
        var (hashes, order) = (new Dictionary<string, string>(StringComparer.Ordinal), new List<string>());
        var used = 0;
        for (var i = 0; i < pictures.Length; i++)
        {
            if (pictures[i] is not { } picture)
            {
                skipped.Add(new SkippedImage(entries[i], failures[i]!.Message));
                continue;
            }
            // Pictures close up over those left out.
            values.AsSpan(i * step, step).CopyTo(values.AsSpan(used++ * step));
            images.AddRange(picture.Crops);
            if (!hashes.ContainsKey(entries[i].Path))
            {
                hashes[entries[i].Path] = picture.Sha256 ?? HashFile(entries[i].Path);
                order.Add(entries[i].Path);
            }
        }
        if (used == 0)
        {
            throw new UsageException($"None of {entries.Count} images can be used; the first: {skipped[0].Reason}");
        }
        var pixels = new PixelBatch(values.AsMemory(0, used * step), images.Count, options.Size);
        var files = order.ConvertAll(path => new HashedFile(path, hashes[path]));
        return new LoadedImages(pixels, images, skipped, LoadNotices.Of(pictures, options), files);
    }

    private static string HashFile(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
