using System.Numerics;
using System.Numerics.Tensors;
using MathNet.Numerics.IntegralTransforms;
using WFrame.Textures;

namespace WFrame.Experiments.Studies.Levels;

/// <summary>Whether large pictures have the large structure of the photograph that they were learned from, and its detail.</summary>
public static class PictureDetail
{
    /// <summary>Side to which pictures are reduced before their large structure is compared.</summary>
    private const int Reduced = 32;

    /// <summary>
    /// Correlation of each image, reduced to 32 px, with the one of <paramref name="others"/> that it is most like: 1 a copy,
    /// 0 nothing in common.
    /// </summary>
    /// <param name="images">[N,3,H,W], a power of two times 32 px a side.</param>
    /// <param name="others">[M,3,H,W].</param>
    public static double[] NearestCorrelations(PixelBatch images, PixelBatch others)
    {
        float[][] references = [.. others.Chunks(1).Select(Standardized)];
        return
        [
            .. images
                .Chunks(1)
                .Select(Standardized)
                .Select(x => references.Max(y => (double)TensorPrimitives.Dot<float>(x, y))),
        ];
    }

    /// <summary>
    /// Mean power of the grey values above half the Nyquist frequency in rows or columns, [N,3,H,W] -> one number, in squared
    /// grey levels a pixel.
    /// </summary>
    /// <remarks>The image's edges are faded (Hann), because the step from one edge to the other is no detail.</remarks>
    public static double HighPower(PixelBatch images) => images.Chunks(1).Average(HighPowerOfOne);

    private static double HighPowerOfOne(PixelBatch image)
    {
        var (height, width) = (image.Size.Height, image.Size.Width);
        var grey = new Complex[height * width];
        var values = image.Values.Span;
        for (var i = 0; i < grey.Length; i++)
        {
            grey[i] = (values[i] + values[grey.Length + i] + values[(2 * grey.Length) + i]) / 3;
        }
        var mean = grey.Aggregate(Complex.Zero, (a, b) => a + b) / grey.Length;
        var (windowed, weight) = (0.0, 0.0);
        for (var i = 0; i < grey.Length; i++)
        {
            var window = Hann(i / width, height) * Hann(i % width, width);
            grey[i] = (grey[i] - mean) * window;
            weight += window * window;
        }
        grey = Transformed(Transformed(grey, width), height);
        // Turned twice: rows are rows again.
        for (var i = 0; i < grey.Length; i++)
        {
            var (row, column) = (Frequency(i / width, height), Frequency(i % width, width));
            windowed += Math.Max(row, column) > 0.25 ? grey[i].Magnitude * grey[i].Magnitude : 0;
        }
        // Parseval: the sum over frequencies is the number of pixels times the sum over pixels.
        return windowed / grey.Length / weight;

        static double Hann(int i, int n) => 0.5 - (0.5 * Math.Cos(2 * Math.PI * (i + 0.5) / n));

        // Cycles a pixel, 0..0.5.
        static double Frequency(int i, int n) => Math.Min(i, n - i) / (double)n;
    }

    /// <summary>The Fourier transform of each row, turned: what were rows are columns. MathNet's own code knows one dimension.</summary>
    private static Complex[] Transformed(Complex[] values, int width)
    {
        var (height, turned) = (values.Length / width, new Complex[values.Length]);
        var row = new Complex[width];
        for (var y = 0; y < height; y++)
        {
            Array.Copy(values, y * width, row, 0, width);
            Fourier.Forward(row, FourierOptions.NoScaling);
            for (var x = 0; x < width; x++)
            {
                turned[(x * height) + y] = row[x];
            }
        }
        return turned;
    }

    /// <summary>At 32 px, with mean 0 and length 1.</summary>
    private static float[] Standardized(PixelBatch image)
    {
        while (image.Size.Height > Reduced)
        {
            image = Pyramid.Halve(image, wraps: false);
        }
        float[] values = [.. image.Values.Span];
        TensorPrimitives.Subtract(values, values.Average(), values);
        TensorPrimitives.Divide(values, TensorPrimitives.Norm<float>(values), values);
        return values;
    }
}
