using WFrame.Metrics;

namespace WFrame.Pipeline.Tests.Metrics;

internal static class SyntheticFeatures
{
    /// <summary>Gaussian rows, each column shifted and scaled alike.</summary>
    public static FeatureMatrix Gaussian(int rows, int columns, int seed, double mean = 0, double scale = 1)
    {
        var random = new Random(seed);
        var values = new float[rows * columns];
        for (var i = 0; i < values.Length; i++)
        {
            var radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            values[i] = (float)(mean + (scale * radius * Math.Cos(2 * Math.PI * random.NextDouble())));
        }
        return new FeatureMatrix(values, rows, columns);
    }

    public static FeatureMatrix Of(params float[][] rows) =>
        new(rows.SelectMany(r => r).ToArray(), rows.Length, rows[0].Length);
}
