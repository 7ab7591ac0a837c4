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
            var own = Deviation(tap, directions.Slice(tap.Offset, tap.Length));
            MapEnlarging.Add(own, tap.Height, tap.Width, map, size, 1f / layout.Taps.Count);
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
}
