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
    private readonly float[][] _meanSquares = [.. layout.Taps.Select(tap => MeanSquares(tap, direction))];

    /// <summary>0 where an image is as the training images are on average, 1 where it has nothing of them, [N,H,W].</summary>
    public float[] Values { get; } = new float[checked(images * size.Area)];

    /// <summary>Adds an image.</summary>
    /// <param name="image">Its number.</param>
    /// <param name="own">Its responses, read everywhere, with the same direction as the first mean.</param>
    public void Add(int image, ResponseReading own)
    {
        var map = Values.AsSpan(image * size.Area, size.Area);
        for (var t = 0; t < layout.Taps.Count; t++)
        {
            var tap = layout.Taps[t];
            var deviation = Deviation(own.Products(0, t), own.Squares(t), _meanSquares[t]);
            MapEnlarging.Add(deviation, tap.Height, tap.Width, map, size, 1f / layout.Taps.Count);
        }
    }

    /// <summary>The cosine of responses is that of their directions.</summary>
    private static float[] Deviation(ReadOnlySpan<float> products, ReadOnlySpan<float> squares, float[] meanSquares)
    {
        var result = new float[products.Length];
        for (var p = 0; p < result.Length; p++)
        {
            var lengths = (double)squares[p] * meanSquares[p];
            result[p] = lengths > 0 ? (float)(1 - (products[p] / Math.Sqrt(lengths))) : 1;
        }
        return result;
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
