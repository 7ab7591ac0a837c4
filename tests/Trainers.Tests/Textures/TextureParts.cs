using WFrame.Testing;
using WFrame.Trunks;

namespace WFrame.Trainers.Tests.Textures;

/// <summary>A trunk and photographs for tests of textures.</summary>
internal static class TextureParts
{
    public static Trunk Trunk { get; } = Trunk.Load(Path.Combine(Repository.Root, "models", "vgg16_conv7.onnx"));

    /// <summary>Slanted stripes of two colours with some noise: [1,3,H,W]; down and across are radians a pixel.</summary>
    public static PixelBatch Stripes(int height, int width, bool grey = false, double down = 0.5, double across = 0.2)
    {
        var (random, size) = (new Random(4), new ImageSize(height, width));
        var image = new PixelBatch(1, size);
        var values = image.Values.Span;
        for (var i = 0; i < size.Area; i++)
        {
            var wave = Math.Sin((i / width * down) + (i % width * across));
            var grain = 6 * (random.NextDouble() - 0.5);
            for (var c = 0; c < 3; c++)
            {
                var value = grey ? (40 * wave) + grain + 120 : ((20 + (15 * c)) * wave) + grain + 100 + (10 * c);
                values[(c * size.Area) + i] = (float)(Math.Round(value) - Trunk.Mean[c]);
            }
        }
        return image;
    }

    /// <summary>An image of independent numbers.</summary>
    public static PixelBatch Noise(int height, int width, int seed)
    {
        var (random, size) = (new Random(seed), new ImageSize(height, width));
        float[] values =
        [
            .. Enumerable.Range(0, size.Dimension).Select(_ => (float)(80 * (random.NextDouble() - 0.5))),
        ];
        return new(values, 1, size);
    }
}
