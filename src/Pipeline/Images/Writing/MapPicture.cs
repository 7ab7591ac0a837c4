namespace WFrame.Images.Writing;

/// <summary>A map of numbers over the picture that it is of: grey where all is well, yellow to red where it is not.</summary>
internal static class MapPicture
{
    /// <summary>Draws it.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="map">A number a pixel, [H,W].</param>
    /// <param name="from">What is not coloured yet.</param>
    /// <param name="to">What is red.</param>
    public static RgbImage Overlay(RgbImage picture, ReadOnlySpan<float> map, float from, float to)
    {
        var result = new RgbImage(picture.Width, picture.Height);
        for (var i = 0; i < map.Length; i++)
        {
            var pixel = picture.Pixels.AsSpan(3 * i, 3);
            var grey = (0.299 * pixel[0]) + (0.587 * pixel[1]) + (0.114 * pixel[2]);
            if (map[i] <= from)
            {
                result.Pixels.AsSpan(3 * i, 3).Fill(Mix(grey, 0, 0));
                continue;
            }
            var heat = Math.Clamp((map[i] - from) / Math.Max(to - from, 1e-6f), 0, 1);
            // The picture stays visible under the deepest colour.
            var cover = Math.Min(0.7, 1.4 * heat);
            result.Pixels[3 * i] = Mix(grey, 255, cover);
            result.Pixels[(3 * i) + 1] = Mix(grey, 220 * (1 - heat), cover);
            result.Pixels[(3 * i) + 2] = Mix(grey, 0, cover);
        }
        return result;
    }

    private static byte Mix(double below, double above, double share) =>
        (byte)Math.Round(below + (share * (above - below)), MidpointRounding.ToEven);
}
