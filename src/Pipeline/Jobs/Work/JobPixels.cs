using WFrame.Images;
using WFrame.Images.Sources;

namespace WFrame.Jobs.Work;

/// <summary>Images to pixels where each image that cannot be used has a reason of its own.</summary>
internal static class JobPixels
{
    /// <summary>Decodes images to their places in a buffer.</summary>
    /// <param name="entries">The images.</param>
    /// <param name="options">Size, crops and so on.</param>
    /// <param name="mean">The trunk's, B, G, R.</param>
    /// <param name="values">Receives [N * crops,3,H,W]; of an image that cannot be used the place stays as it was.</param>
    /// <param name="hashes">Receives sha256 of each file as it was decoded, null of one that holds many images.</param>
    /// <param name="cancellation">Checked before each image.</param>
    /// <returns>Why each cannot be used; null for those that can.</returns>
    public static Exception?[] Decode(
        IReadOnlyList<ImageEntry> entries,
        PixelOptions options,
        IReadOnlyList<float> mean,
        Memory<float> values,
        string?[]? hashes,
        CancellationToken cancellation
    )
    {
        var step = options.ImagesPerPicture * options.Size.Dimension;
        return PixelLoader.ForEach(
            entries.Count,
            options.Threads,
            i => PictureCrops.Cut(entries[i], i, Read(i), "", options, mean, values.Span.Slice(i * step, step)),
            isAll: true,
            cancellation
        );

        RgbImage Read(int i)
        {
            if (hashes is null)
            {
                return entries[i].Decode(options.Alpha, options.MaxPixels);
            }
            hashes[i] = entries[i].Record is null ? InputDigest.Unreadable : null;
            return entries[i]
                .Decode(
                    options.Alpha,
                    options.MaxPixels,
                    file => hashes[i] = Convert.ToHexStringLower(SHA256.HashData(file))
                );
        }
    }

    /// <summary>All images of a model.</summary>
    /// <exception cref="InvalidContentException">Some cannot be used, and are not to be skipped, or none is left.</exception>
    public static PixelBatch Load(
        IReadOnlyList<ImageEntry> entries,
        PixelOptions options,
        IReadOnlyList<float> mean,
        CancellationToken cancellation
    )
    {
        var step = options.ImagesPerPicture * options.Size.Dimension;
        var values = new float[checked(entries.Count * step)];
        var failures = Decode(entries, options, mean, values, hashes: null, cancellation);
        var used = 0;
        if (!options.SkipBadImages || Array.TrueForAll(failures, f => f is not null))
        {
            BadImages.Refuse(failures);
        }
        for (var i = 0; i < failures.Length; i++)
        {
            if (failures[i] is null)
            {
                values.AsSpan(i * step, step).CopyTo(values.AsSpan(used++ * step));
            }
        }
        return new PixelBatch(values.AsMemory(0, used * step), used * options.ImagesPerPicture, options.Size);
    }
}
