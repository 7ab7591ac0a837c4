using System.Numerics.Tensors;
using WFrame.Metrics;
using WFrame.Textures;

namespace WFrame.Experiments.Studies.Holes;

/// <summary>
/// Sliced Wasserstein distance of the 7 x 7 patches around the pixels of a hole from all patches of a photograph: mean over 128
/// fixed projections, 512 quantiles and the scales 1, 1/2 and 1/4, in grey levels of a projection of unit length.
/// </summary>
public sealed class PatchDistance
{
    private const int Side = 7;
    private const int Length = 3 * Side * Side;
    private const int Projections = 128;
    private const int Quantiles = 512;
    private const int Scales = 3;
    private const int LeastSide = 16;

    private readonly float[][] _projections = new float[Projections][];
    private readonly List<float[][]> _photograph = [];

    /// <param name="photograph">[1,3,H,W].</param>
    public PatchDistance(PixelBatch photograph)
    {
        var random = new NumpyRandomState(20261128);
        for (var i = 0; i < Projections; i++)
        {
            var direction = new float[Length];
            for (var k = 0; k < Length; k++)
            {
                // A sum of twelve uniform numbers is near enough to normal.
                direction[k] = (float)(Enumerable.Range(0, 12).Sum(_ => random.NextUniform()) - 6);
            }
            TensorPrimitives.Divide(direction, TensorPrimitives.Norm<float>(direction), direction);
            _projections[i] = direction;
        }
        for (var image = photograph; _photograph.Count < Scales && IsLarge(image); image = Pyramid.Halve(image, false))
        {
            _photograph.Add(Project(image, Enumerable.Repeat(true, image.Size.Area).ToArray()));
        }
    }

    /// <param name="image">[1,3,H,W].</param>
    /// <param name="mask">The hole, [H,W].</param>
    public double Of(PixelBatch image, bool[] mask)
    {
        var total = 0.0;
        var (own, hole) = (image, mask);
        foreach (var photograph in _photograph)
        {
            var values = Project(own, hole);
            total += photograph.Zip(values, Difference).Average();
            hole = Halve(hole, own.Size);
            own = Pyramid.Halve(own, wraps: false);
        }
        return total / _photograph.Count;
    }

    private static bool IsLarge(PixelBatch image) => Math.Min(image.Size.Height, image.Size.Width) >= LeastSide;

    private static double Difference(float[] first, float[] second) =>
        first.Zip(second).Average(pair => Math.Abs((double)pair.First - pair.Second));

    /// <summary>Quantiles of each projection over patches whose centre is in the mask.</summary>
    private float[][] Project(PixelBatch image, bool[] mask)
    {
        var (size, reach, patches) = (image.Size, Side / 2, new List<float[]>());
        for (var y = reach; y < size.Height - reach; y++)
        {
            for (var x = reach; x < size.Width - reach; x++)
            {
                if (mask[(y * size.Width) + x])
                {
                    patches.Add(Patch(image, y - reach, x - reach));
                }
            }
        }
        return
        [
            .. _projections.Select(p => Levels([.. patches.Select(patch => TensorPrimitives.Dot<float>(p, patch))])),
        ];
    }

    private static float[] Patch(PixelBatch image, int top, int left)
    {
        var (result, at) = (new float[Length], 0);
        for (var c = 0; c < 3; c++)
        {
            for (var y = top; y < top + Side; y++, at += Side)
            {
                var from = (c * image.Size.Area) + (y * image.Size.Width) + left;
                image.Values.Span.Slice(from, Side).CopyTo(result.AsSpan(at));
            }
        }
        return result;
    }

    private static float[] Levels(float[] values)
    {
        Array.Sort(values);
        return
        [
            .. Enumerable
                .Range(0, Quantiles)
                .Select(i => values[Math.Min(values.Length - 1, (int)((i + 0.5) / Quantiles * values.Length))]),
        ];
    }

    private static bool[] Halve(bool[] mask, ImageSize size)
    {
        var (height, width) = (size.Height / 2, size.Width / 2);
        return
        [
            .. Enumerable
                .Range(0, height * width)
                .Select(i => (2 * (i / width) * size.Width) + (2 * (i % width)))
                .Select(p => mask[p] || mask[p + 1] || mask[p + size.Width] || mask[p + size.Width + 1]),
        ];
    }
}
