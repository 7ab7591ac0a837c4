using FsCheck.Xunit;
using WFrame.Images;
using WFrame.Images.Geometry;

namespace WFrame.Pipeline.Tests.Images;

public class ResamplerTests
{
    [Property(MaxTest = 200)]
    public bool GivenAnyPicture_WhenResized_ThenItEqualsThePlainReference(
        byte width,
        byte height,
        byte targetWidth,
        byte targetHeight,
        byte filter,
        int seed
    )
    {
        var image = Noise(1 + (width % 70), 1 + (height % 70), seed);
        var size = new ImageSize(1 + (targetHeight % 70), 1 + (targetWidth % 70));
        var kind = (ResampleFilter)(filter % 4);

        return Resampler.Resize(image, size, kind).Pixels.AsSpan().SequenceEqual(Reference(image, size, kind).Pixels);
    }

    [Theory]
    [InlineData(37, 32)]
    [InlineData(148, 64)]
    [InlineData(9, 9)]
    [InlineData(64, 5)]
    public void GivenAnAreaAverage_WhenShrunk_ThenEachPixelIsTheMeanOfWhatItCovers(int from, int to)
    {
        var image = Noise(from, 1, 4);
        var result = Resampler.Resize(image, new ImageSize(1, to), ResampleFilter.Area);
        var scale = (double)from / to;
        for (var i = 0; i < to; i++)
        {
            var sum = 0.0;
            for (var j = 0; j < from; j++)
            {
                sum += Math.Max(0, Math.Min(j + 1, (i + 1) * scale) - Math.Max(j, i * scale)) * image.Pixels[3 * j];
            }
            Assert.InRange(result.Pixels[3 * i], (sum / scale) - 0.501, (sum / scale) + 0.501);
        }
    }

    [Fact]
    public void GivenABox_WhenResized_ThenPixelsOutsideHaveNoInfluence()
    {
        var image = Noise(40, 30, 1);
        var box = new PixelBox(7, 3, 20, 25);
        var cut = new RgbImage(20, 25);
        for (var y = 0; y < 25; y++)
        {
            image.Row(3 + y).Slice(21, 60).CopyTo(cut.Row(y));
        }
        var size = new ImageSize(9, 31);

        var direct = Resampler.Resize(image, box, size, ResampleFilter.Lanczos);

        Assert.Equal(Resampler.Resize(cut, size, ResampleFilter.Lanczos).Pixels, direct.Pixels);
    }

    [Theory]
    [InlineData(-1, 0, 5, 5)]
    [InlineData(0, 0, 0, 5)]
    [InlineData(6, 0, 5, 5)]
    [InlineData(0, 6, 5, 5)]
    public void GivenABoxOutsideThePicture_WhenResized_ThenItIsRefused(int left, int top, int width, int height) =>
        Assert.Throws<ArgumentException>(() =>
            Resampler.Resize(
                new RgbImage(10, 10),
                new PixelBox(left, top, width, height),
                new ImageSize(4, 4),
                ResampleFilter.Box
            )
        );

    private static RgbImage Noise(int width, int height, int seed)
    {
        var image = new RgbImage(width, height);
        new Random(seed).NextBytes(image.Pixels);
        return image;
    }

    /// <summary>The rule as it is written, one number at a time: rows, then columns, each rounded and clipped.</summary>
    private static RgbImage Reference(RgbImage image, ImageSize size, ResampleFilter filter)
    {
        var narrow = new RgbImage(size.Width, image.Height);
        var result = new RgbImage(size.Width, size.Height);
        Pass(
            size.Width,
            image.Width,
            filter,
            (x, from, weight) =>
            {
                for (var y = 0; y < image.Height; y++)
                {
                    for (var c = 0; c < 3; c++)
                    {
                        narrow.Row(y)[(3 * x) + c] = Sum(from, weight, j => image.Row(y)[(3 * j) + c]);
                    }
                }
            }
        );
        Pass(
            size.Height,
            image.Height,
            filter,
            (y, from, weight) =>
            {
                for (var i = 0; i < 3 * size.Width; i++)
                {
                    result.Row(y)[i] = Sum(from, weight, j => narrow.Row(j)[i]);
                }
            }
        );
        return result;
    }

    private static void Pass(int target, int source, ResampleFilter filter, Action<int, int, long[]> each)
    {
        if (target == source)
        {
            for (var i = 0; i < target; i++)
            {
                each(i, i, [1L << 22]);
            }
            return;
        }
        var scale = (double)source / target;
        var stretch = Math.Max(scale, 1);
        var radius = filter switch
        {
            ResampleFilter.Box => 0.5,
            ResampleFilter.Bilinear => 1,
            ResampleFilter.Bicubic => 2,
            _ => 3,
        };
        for (var i = 0; i < target; i++)
        {
            var center = (i + 0.5) * scale;
            var first = Math.Max(0, (int)(center - (radius * stretch) + 0.5));
            var last = Math.Min(source, (int)(center + (radius * stretch) + 0.5));
            double[] row =
            [
                .. Enumerable
                    .Range(first, last - first)
                    .Select(j => Kernel(filter, (j - center + 0.5) * (1 / stretch))),
            ];
            var sum = row.Aggregate(0.0, (a, b) => a + b);
            each(i, first, [.. row.Select(w => (long)Math.Round(w / sum * (1 << 22), MidpointRounding.AwayFromZero))]);
        }
    }

    private static double Kernel(ResampleFilter filter, double x)
    {
        var a = Math.Abs(x);
        double Sinc(double v) => v == 0 ? 1 : Math.Sin(Math.PI * v) / (Math.PI * v);
        return filter switch
        {
            ResampleFilter.Box => x is > -0.5 and <= 0.5 ? 1 : 0,
            ResampleFilter.Bilinear => Math.Max(0, 1 - a),
            ResampleFilter.Bicubic when a < 1 => (((1.5 * a) - 2.5) * a * a) + 1,
            ResampleFilter.Bicubic => a < 2 ? (((((-0.5 * a) + 2.5) * a) - 4) * a) + 2 : 0,
            _ => a < 3 ? Sinc(x) * Sinc(x / 3) : 0,
        };
    }

    private static byte Sum(int from, long[] weights, Func<int, byte> value)
    {
        var sum = 1L << 21;
        for (var j = 0; j < weights.Length; j++)
        {
            sum += weights[j] * value(from + j);
        }
        return (byte)Math.Clamp(sum >> 22, 0, 255);
    }
}
