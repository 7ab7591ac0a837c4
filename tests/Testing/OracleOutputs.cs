using WFrame.Engines;

namespace WFrame.Testing;

/// <summary>Compares what an engine gave with whichever arrays a trunk case expects.</summary>
public static class OracleOutputs
{
    /// <returns>The largest error relative to its tolerance.</returns>
    public static double AssertClose(OracleCase oracle, EnergyResults results, bool reordered = false)
    {
        var tap = Assert.Single(results.Layout.Taps);
        var positions = tap.Positions;
        var perImage = results.Penalty.Length / results.Count / (tap.Form == ThetaForm.Spatial ? positions : 1);
        Assert.Equal(tap.Channels, perImage);
        (string File, Func<double[]> Values)[] outputs =
        [
            ("F", () => Compare.ToDouble(results.Responses)),
            ("Phi", () => results.Phi),
            ("G", () => Compare.ToDouble(results.Gradient)),
            ("P", () => Compare.ToDouble(results.Penalty)),
            ("F_mean", () => MeanOverImages(RowMeans(results.Responses, positions), results.Count)),
            ("P_mean", () => MeanOverImages(Compare.ToDouble(results.Penalty), results.Count)),
            ("P_sum", () => [.. RowMeans(results.Penalty, positions).Select(m => m * positions)]),
        ];
        var (compared, worst) = (0, 0.0);
        foreach (var (file, values) in outputs.Where(o => oracle.Has(o.File)))
        {
            worst = Math.Max(worst, oracle.AssertClose(file, values(), reordered));
            compared++;
        }
        Assert.True(compared >= 4, $"{oracle.Name} names only {compared} outputs that are known here.");
        return worst;
    }

    private static double[] RowMeans(float[] values, int row) =>
        [.. values.Chunk(row).Select(r => r.Average(v => (double)v))];

    private static double[] MeanOverImages(double[] values, int count)
    {
        var mean = new double[values.Length / count];
        for (var i = 0; i < values.Length; i++)
        {
            mean[i % mean.Length] += values[i] / count;
        }
        return mean;
    }
}
