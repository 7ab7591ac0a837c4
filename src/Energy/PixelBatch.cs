namespace WFrame;

/// <summary>
/// Images as the trunk sees them: [N,3,H,W] float32, channels B, G, R, pixel values 0..255 minus the trunk's mean
/// (x = 0 is the mean grey). Row-major, contiguous; the values may be changed in place.
/// </summary>
public sealed class PixelBatch
{
    /// <summary>Wraps existing memory of exactly <c>count * 3 * H * W</c> values.</summary>
    /// <exception cref="ArgumentException">The memory has another length.</exception>
    public PixelBatch(Memory<float> values, int count, ImageSize size)
    {
        if (values.Length != checked(count * size.Dimension))
        {
            throw new ArgumentException(
                $"{values.Length} values given, {count} images of {size} px need {count * size.Dimension}.",
                nameof(values)
            );
        }
        (Values, Count, Size) = (values, count, size);
    }

    /// <summary>A batch of mean-grey images (all zero).</summary>
    public PixelBatch(int count, ImageSize size)
        : this(new float[checked(count * size.Dimension)], count, size) { }

    /// <summary>All values, [N,3,H,W].</summary>
    public Memory<float> Values { get; }

    /// <summary>Number of images N.</summary>
    public int Count { get; }

    /// <summary>Height and width.</summary>
    public ImageSize Size { get; }

    /// <summary>The values of one image, [3,H,W].</summary>
    public Memory<float> Image(int index) => Values.Slice(index * Size.Dimension, Size.Dimension);

    /// <summary>A view of <paramref name="count"/> images from <paramref name="start"/>; shares the memory.</summary>
    public PixelBatch Slice(int start, int count) =>
        new(Values.Slice(start * Size.Dimension, count * Size.Dimension), count, Size);

    /// <summary>Views of <paramref name="most"/> images each, the last of what is left.</summary>
    public IEnumerable<PixelBatch> Chunks(int most)
    {
        for (var start = 0; start < Count; start += most)
        {
            yield return Slice(start, Math.Min(most, Count - start));
        }
    }

    /// <summary>A deep copy.</summary>
    public PixelBatch Clone() => new(Values.ToArray(), Count, Size);
}
