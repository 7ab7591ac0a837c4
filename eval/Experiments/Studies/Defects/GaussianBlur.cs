namespace WFrame.Experiments.Studies.Defects;

/// <summary>Gaussian smoothing of one channel, beyond the edge its pixels repeated.</summary>
internal static class GaussianBlur
{
    public static void Apply(Span<float> plane, ImageSize size, double sigma)
    {
        var reach = (int)Math.Ceiling(3 * sigma);
        double[] weights =
        [
            .. Enumerable.Range(-reach, (2 * reach) + 1).Select(d => Math.Exp(-d * d / (2 * sigma * sigma))),
        ];
        var total = weights.Sum();
        Rows(plane, size.Height, size.Width, size.Width, 1);
        Rows(plane, size.Width, size.Height, 1, size.Width);

        void Rows(Span<float> values, int lines, int length, int next, int step)
        {
            var line = new float[length];
            for (var l = 0; l < lines; l++)
            {
                for (var i = 0; i < length; i++)
                {
                    line[i] = values[(l * next) + (i * step)];
                }
                for (var i = 0; i < length; i++)
                {
                    var sum = 0.0;
                    for (var d = -reach; d <= reach; d++)
                    {
                        sum += weights[d + reach] * line[Math.Clamp(i + d, 0, length - 1)];
                    }
                    values[(l * next) + (i * step)] = (float)(sum / total);
                }
            }
        }
    }
}
