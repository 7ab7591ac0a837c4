using WFrame.Evaluation;
using WFrame.Images;

namespace WFrame.Pipeline.Tests.Evaluation;

internal static class RandomImages
{
    /// <summary>Smooth coloured noise: a colour of each image's own plus pixel noise.</summary>
    public static RgbImage[] Make(int count, int seed, int side = 8, int low = 0)
    {
        var random = new Random(seed);
        var images = new RgbImage[count];
        for (var i = 0; i < count; i++)
        {
            images[i] = new RgbImage(side, side);
            int[] colour = [random.Next(low, 230), random.Next(low, 230), random.Next(low, 230)];
            for (var p = 0; p < images[i].Pixels.Length; p++)
            {
                images[i].Pixels[p] = (byte)(colour[p % 3] + random.Next(25));
            }
        }
        return images;
    }

    public static ImageSet Set(int count, int seed, int side = 8) =>
        ImageSet.FromImages("image", Make(count, seed, side));
}
