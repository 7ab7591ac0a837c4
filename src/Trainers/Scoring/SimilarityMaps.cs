using System.Numerics.Tensors;
using WFrame.Responses;

namespace WFrame.Scoring;

/// <summary>
/// Where an image is unlike the training images: 1 less the cosine between the direction of the responses at a position and
/// their mean there over the training images (of a filter tap, everywhere), enlarged to the image's size, mean over taps.
/// Images may be added by several threads.
/// </summary>
/// <param name="layout">The taps, at the size of the images.</param>
/// <param name="size">Size of the images.</param>
/// <param name="direction">Of one component, shaped as theta.</param>
/// <param name="images">Number of images.</param>
internal sealed class SimilarityMaps(ResponseLayout layout, ImageSize size, float[] direction, int images)
{
    private readonly Dictionary<ResponseTap, float[]> _meanSquares = layout.Taps.ToDictionary(
        tap => tap,
        tap => MeanSquares(tap, direction)
    );

    /// <summary>0 where an image is as the training images are on average, 1 where it has nothing of them, [N,H,W].</summary>
    public float[] Values { get; } = new float[checked(images * size.Area)];

    public void Add(int image, ReadOnlySpan<float> responses)
    {
        var map = Values.AsSpan(image * size.Area, size.Area);
        foreach (var tap in layout.Taps)
        {
            var own = Deviation(tap, responses.Slice(tap.Offset, tap.Length));
            MapEnlarging.Add(own, tap.Height, tap.Width, map, size, 1f / layout.Taps.Count);
        }
    }

    private float[] Deviation(ResponseTap tap, ReadOnlySpan<float> own)
    {
        // The cosine of responses is that of their directions.
        var (products, squares) = (new float[tap.Positions], new float[tap.Positions]);
        var mean = direction.AsSpan(tap.ThetaOffset, tap.ThetaLength);
        for (var k = 0; k < tap.Channels; k++)
        {
            var map = own.Slice(k * tap.Positions, tap.Positions);
            TensorPrimitives.MultiplyAdd(map, map, squares, squares);
            if (tap.Form == ThetaForm.Spatial)
            {
                TensorPrimitives.MultiplyAdd(map, mean.Slice(k * tap.Positions, tap.Positions), products, products);
            }
            else
            {
                TensorPrimitives.MultiplyAdd(map, mean[k], products, products);
            }
        }
        var meanSquares = _meanSquares[tap];
        for (var p = 0; p < products.Length; p++)
        {
            var lengths = (double)squares[p] * meanSquares[p];
            products[p] = lengths > 0 ? (float)(1 - (products[p] / Math.Sqrt(lengths))) : 1;
        }
        return products;
    }

    /// <summary>|mean|^2 at each position of a tap.</summary>
    private static float[] MeanSquares(ResponseTap tap, float[] direction)
    {
        var result = new float[tap.Positions];
        for (var k = 0; k < tap.Channels; k++)
        {
            if (tap.Form == ThetaForm.Spatial)
            {
                var map = direction.AsSpan(tap.ThetaOffset + (k * tap.Positions), tap.Positions);
                TensorPrimitives.MultiplyAdd(map, map, result, result);
            }
            else
            {
                var value = direction[tap.ThetaOffset + k];
                TensorPrimitives.Add(result, value * value, result);
            }
        }
        return result;
    }
}
