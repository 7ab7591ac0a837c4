using System.Numerics.Tensors;

namespace WFrame.Textures;

/// <summary>
/// Grey photographs leave the differences of the channels undetermined; a grey image's channels are moved as one.
/// </summary>
internal static class GreyImage
{
    /// <summary>Whether all channels of a photograph are equal before the mean is subtracted.</summary>
    public static bool Is(PixelBatch image, IReadOnlyList<float> mean)
    {
        var values = image.Values.Span;
        var area = image.Size.Area;
        for (var i = 0; i < area; i++)
        {
            var (blue, green) = (values[i] + mean[0], values[area + i] + mean[1]);
            if (Math.Abs(blue - green) > 0.25f || Math.Abs(values[(2 * area) + i] + mean[2] - green) > 0.25f)
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>Every channel becomes the mean of all: of a gradient, that of moving them as one.</summary>
    public static void Average(Span<float> image)
    {
        var area = image.Length / 3;
        var first = image[..area];
        TensorPrimitives.Add(first, image.Slice(area, area), first);
        TensorPrimitives.Add(first, image.Slice(2 * area, area), first);
        TensorPrimitives.Divide(first, 3, first);
        Repeat(image);
    }

    /// <summary>Every channel becomes the first.</summary>
    public static void Repeat(Span<float> image)
    {
        var area = image.Length / 3;
        image[..area].CopyTo(image.Slice(area, area));
        image[..area].CopyTo(image.Slice(2 * area, area));
    }
}
