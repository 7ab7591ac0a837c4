using System.Runtime.ExceptionServices;
using WFrame.Images.Decoding;
using WFrame.Images.Formats;
using WFrame.Images.Sources;

namespace WFrame.Images;

/// <summary>
/// Pictures to pixels: decode, orient, crop, resize, subtract the mean, to planes B, G, R. Several at a time, the
/// result always in the order of the list. <see cref="WFrameImages"/> is the short way.
/// </summary>
internal static class PixelLoader
{
    /// <summary>Pictures above this are decoded one at a time: each may take a gigabyte on the way.</summary>
    private const long LargePicture = 16_000_000;

    /// <summary>Loads a list of images.</summary>
    /// <param name="entries">The images.</param>
    /// <param name="options">Size, crops and so on.</param>
    /// <param name="mean">What is subtracted from 0..255 values, B, G, R: the mean of the trunk that will see them.</param>
    /// <param name="notices">Receives what to tell of the pictures, where several loads are told together.</param>
    /// <param name="buffer">Receives the pixels of one of many loads, for which nothing is hashed; made anew when null.</param>
    /// <param name="cancellation">Checked before each picture.</param>
    /// <exception cref="UsageException">No image is given or usable, or the batch is too large.</exception>
    /// <exception cref="InvalidContentException">Pictures cannot be used, all of which are named, unless they are skipped.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static LoadedImages Load(
        IReadOnlyList<ImageEntry> entries,
        PixelOptions options,
        IReadOnlyList<float> mean,
        ImageNotices? notices = null,
        float[]? buffer = null,
        CancellationToken cancellation = default
    )
    {
        notices ??= new ImageNotices();
        if (entries.Count == 0)
        {
            throw new UsageException("No images are given.");
        }
        var step = options.ImagesPerPicture * options.Size.Dimension;
        var values = buffer ?? Allocate((long)entries.Count * options.ImagesPerPicture, options.Size);
        var isHashed = buffer is null;
        var batchFiles = entries.Where(e => isHashed && e.Record is not null).Select(e => e.Path).Distinct();
        var hashes = batchFiles.ToDictionary(path => path, path => Hash(ImageFile.ReadAllBytes(path)));
        var pictures = new LoadedImage[]?[entries.Count];
        var large = new Lock();
        var failures = ForEach(
            entries.Count,
            options.Threads,
            i => pictures[i] = LoadOne(i),
            isAll: true,
            cancellation
        );
        if (!options.SkipBadImages)
        {
            BadImages.Refuse(failures, nameof(PixelOptions.SkipBadImages));
        }
        LoadedImage[][] used = [.. CloseUp(pictures, values, step)];
        string[] skipped = [.. failures.OfType<Exception>().Select(f => f.Message)];
        if (used.Length == 0)
        {
            throw new UsageException($"None of {entries.Count} images can be used; the first: {skipped[0]}");
        }
        LoadedImage[] images = [.. used.SelectMany(crops => crops)];
        var pixels = new PixelBatch(values.AsMemory(0, used.Length * step), images.Length, options.Size);
        Note(used, options, notices);
        return new LoadedImages(pixels, images, skipped, notices);

        LoadedImage[] LoadOne(int i)
        {
            var entry = entries[i];
            if (entry.Record is not null)
            {
                return Cut(entry.Decode(options.Alpha), hashes.GetValueOrDefault(entry.Path, ""));
            }
            var bytes = ImageFile.ReadAllBytes(entry.Path);
            var structure = ImageStructure.Read(bytes, entry.Path, options.Alpha, options.MaxPixels);
            var isLarge = (long)structure.Header.Width * structure.Header.Height > LargePicture;
            using var turn = isLarge ? large.EnterScope() : default;
            return Cut(ImageDecoder.Decode(structure), isHashed ? Hash(bytes) : "");

            LoadedImage[] Cut(RgbImage image, string sha256) =>
                PictureCrops.Cut(entry, i, image, sha256, options, mean, values.AsSpan(i * step, step));
        }
    }

    /// <summary>Works on several pictures (or batches of them) at a time.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="threads">How many are worked on at a time.</param>
    /// <param name="work">Does one, by number.</param>
    /// <param name="isAll">Whether to go on where one cannot be used; otherwise those before it are still done.</param>
    /// <param name="cancellation">Checked before each.</param>
    /// <returns>Why each cannot be used; null for those that can.</returns>
    internal static Exception?[] ForEach(
        int count,
        int threads,
        Action<int> work,
        bool isAll,
        CancellationToken cancellation
    )
    {
        var failures = new Exception?[count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        try
        {
            _ = Parallel.For(
                0,
                count,
                parallel,
                (i, state) =>
                {
                    try
                    {
                        work(i);
                    }
                    catch (Exception bad) when (bad is InvalidContentException or UsageException)
                    {
                        failures[i] = bad;
                        if (!isAll)
                        {
                            // Earlier ones are still tried, so the first bad one is found, whatever the timing.
                            state.Break();
                        }
                    }
                }
            );
        }
        catch (AggregateException several)
        {
            // Nothing that concerns one picture: memory, disk. One of them says it.
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
        }
        return failures;
    }

    private static void Note(LoadedImage[][] pictures, PixelOptions options, ImageNotices notices)
    {
        var size = options.Size;
        foreach (var picture in pictures)
        {
            var isSmall = picture.Any(crop => crop.Box.Width < size.Width || crop.Box.Height < size.Height);
            notices.Add(picture[0].Entry.Name, picture[0].Remarks, options.Alpha, isSmall ? size : null);
        }
    }

    /// <summary>Pictures that were loaded, their values moved together over those of the others.</summary>
    private static IEnumerable<LoadedImage[]> CloseUp(LoadedImage[]?[] pictures, float[] values, int step)
    {
        var used = 0;
        for (var i = 0; i < pictures.Length; i++)
        {
            if (pictures[i] is { } picture)
            {
                values.AsSpan(i * step, step).CopyTo(values.AsSpan(used++ * step));
                yield return picture;
            }
        }
    }

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

    private static string Hash(byte[] file) => Convert.ToHexStringLower(SHA256.HashData(file));
}
