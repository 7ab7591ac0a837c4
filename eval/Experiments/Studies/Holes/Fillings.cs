using WFrame.Completion;
using WFrame.Textures;

namespace WFrame.Experiments.Studies.Holes;

/// <summary>What fillings are held against, and how.</summary>
public static class Fillings
{
    /// <summary>A part of an image [1,3,H,W].</summary>
    public static PixelBatch Part(PixelBatch image, int top, int left, ImageSize size) =>
        Pyramid.Part(image, top, left, size);

    /// <summary>The image with its hole filled harmonically, which adds nothing to what is known.</summary>
    public static PixelBatch Harmonic(PixelBatch image, bool[] mask)
    {
        var result = image.Clone();
        HarmonicFill.Fill(result.Values.Span, new Hole(image.Size, mask));
        return result;
    }

    /// <summary>The mean of several images [1,3,H,W].</summary>
    public static PixelBatch Mean(IReadOnlyList<PixelBatch> images)
    {
        var result = images[0].Clone();
        for (var i = 0; i < result.Values.Length; i++)
        {
            result.Values.Span[i] = images.Average(image => image.Values.Span[i]);
        }
        return result;
    }

    /// <summary>Peak signal-to-noise ratio in dB over the pixels of the hole, the peak 255 grey levels.</summary>
    public static double Psnr(PixelBatch image, PixelBatch truth, bool[] mask)
    {
        var (sum, count) = (0.0, 0);
        for (var i = 0; i < image.Values.Length; i++)
        {
            if (mask[i % mask.Length])
            {
                var error = image.Values.Span[i] - truth.Values.Span[i];
                (sum, count) = (sum + ((double)error * error), count + 1);
            }
        }
        return 10 * Math.Log10(255.0 * 255 * count / sum);
    }
}
