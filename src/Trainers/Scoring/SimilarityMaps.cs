using WFrame.Responses;

namespace WFrame.Scoring;

/// <summary>
/// Where an image is unlike the training images: 1 less the cosine between the direction of the responses at a position and
/// their mean there over the training images (of a filter tap, everywhere), enlarged to the image's size, mean over taps.
/// </summary>
/// <param name="layout">The taps, at the size of the images.</param>
/// <param name="size">Size of the images.</param>
/// <param name="direction">Of one component, shaped as theta.</param>
/// <param name="images">Number of images.</param>
internal sealed class SimilarityMaps(ResponseLayout layout, ImageSize size, float[] direction, int images)
{
    private readonly ResponseDirections _directions = new(layout);

    /// <summary>0 where an image is as the training images are on average, 1 where it has nothing of them, [N,H,W].</summary>
    public float[] Values { get; } = new float[checked(images * size.Area)];

    public void Add(int image, ReadOnlySpan<float> responses)
    {
        var directions = _directions.Everywhere(responses);
        var map = Values.AsSpan(image * size.Area, size.Area);
        foreach (var tap in layout.Taps)
        {
            AddEnlarged(Deviation(tap, directions.Slice(tap.Offset, tap.Length)), tap, map);
        }
    }

    private float[] Deviation(ResponseTap tap, ReadOnlySpan<float> own)
    {
        var result = new float[tap.Positions];
        var mean = direction.AsSpan(tap.ThetaOffset, tap.ThetaLength);
        for (var p = 0; p < result.Length; p++)
        {
            var (product, a, b) = (0.0, 0.0, 0.0);
            for (var k = 0; k < tap.Channels; k++)
            {
                var (x, y) = (
                    own[(k * tap.Positions) + p],
                    mean[tap.Form == ThetaForm.Spatial ? (k * tap.Positions) + p : k]
                );
                (product, a, b) = (product + ((double)x * y), a + ((double)x * x), b + ((double)y * y));
            }
            result[p] = a * b > 0 ? (float)(1 - (product / Math.Sqrt(a * b))) : 1;
        }
        return result;
    }

    private void AddEnlarged(float[] values, ResponseTap tap, Span<float> map)
    {
        for (var y = 0; y < size.Height; y++)
        {
            var (top, bottom, down) = Between(y, size.Height, tap.Height);
            for (var x = 0; x < size.Width; x++)
            {
                var (left, right, across) = Between(x, size.Width, tap.Width);
                var upper = Mix(values[(top * tap.Width) + left], values[(top * tap.Width) + right], across);
                var lower = Mix(values[(bottom * tap.Width) + left], values[(bottom * tap.Width) + right], across);
                map[(y * size.Width) + x] += Mix(upper, lower, down) / layout.Taps.Count;
            }
        }
    }

    private static float Mix(float a, float b, float share) => a + (share * (b - a));

    /// <summary>Which values a pixel's centre lies between, and how near to the second.</summary>
    private static (int First, int Second, float Share) Between(int pixel, int pixels, int values)
    {
        var at = Math.Clamp(((pixel + 0.5f) * values / pixels) - 0.5f, 0, values - 1);
        var first = (int)at;
        return (first, Math.Min(first + 1, values - 1), at - first);
    }
}
