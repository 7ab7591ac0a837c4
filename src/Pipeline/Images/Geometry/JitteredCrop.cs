namespace WFrame.Images.Geometry;

/// <summary>
/// Several views of one photograph: the crop box shrunk, moved and mirrored at random, so that a model can be learned
/// from a single image.
/// </summary>
internal static class JitteredCrop
{
    /// <summary>Draws the box of one crop.</summary>
    /// <param name="box">The undisturbed box.</param>
    /// <param name="width">Columns of the picture.</param>
    /// <param name="height">Rows of the picture.</param>
    /// <param name="jitter">Largest disturbance as a fraction of the box, 0 .. 0.4.</param>
    /// <param name="uniform">Uniform numbers in [0,1): 0 scale, 1 horizontal, 2 vertical, 3 mirror.</param>
    /// <returns>
    /// A box of 1 - 2 jitter .. 1 times the size, its centre moved by up to jitter times the size each way as far as the picture
    /// reaches; and whether it is mirrored (every other one).
    /// </returns>
    public static (PixelBox Box, bool Mirror) Draw(
        PixelBox box,
        int width,
        int height,
        double jitter,
        Func<int, double> uniform
    )
    {
        var scale = 1 - (2 * jitter * uniform(0));
        var (w, h) = (
            Math.Max(1, (int)Math.Round(box.Width * scale)),
            Math.Max(1, (int)Math.Round(box.Height * scale))
        );
        var left = box.Left + ((box.Width - w) / 2.0) + (jitter * box.Width * ((2 * uniform(1)) - 1));
        var top = box.Top + ((box.Height - h) / 2.0) + (jitter * box.Height * ((2 * uniform(2)) - 1));
        var moved = new PixelBox(
            Math.Clamp((int)Math.Round(left), 0, width - w),
            Math.Clamp((int)Math.Round(top), 0, height - h),
            w,
            h
        );
        return (moved, uniform(3) < 0.5);
    }

    /// <summary>Swaps left and right, in place.</summary>
    public static void Mirror(RgbImage image)
    {
        for (var y = 0; y < image.Height; y++)
        {
            var row = image.Row(y);
            for (var (a, b) = (0, row.Length - 3); a < b; a += 3, b -= 3)
            {
                for (var channel = 0; channel < 3; channel++)
                {
                    (row[a + channel], row[b + channel]) = (row[b + channel], row[a + channel]);
                }
            }
        }
    }
}
