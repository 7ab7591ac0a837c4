namespace WFrame.Experiments;

/// <summary>
/// Differences of two methods that were given the same images, and how likely differences at least so one-sided are where
/// neither method is better. Both tests are exact and two-sided; differences of 0 are left out of them.
/// By hand, because the libraries at hand approximate these p by a normal distribution or lack them.
/// </summary>
/// <remarks>
/// Frank Wilcoxon, "Individual comparisons by ranking methods", Biometrics Bulletin 1 (1945); equal sizes share their
/// mean rank.
/// </remarks>
public sealed record PairedDifferences
{
    /// <summary>p below which a verdict is given.</summary>
    public const double Level = 0.05;

    /// <exception cref="ArgumentException">There is no difference, or one is not finite.</exception>
    public PairedDifferences(IEnumerable<double> differences)
    {
        Spread = MeanAndSpread.Of(differences);
        double[] told = [.. Spread.Values.Where(d => d != 0).OrderBy(Math.Abs)];
        SignP = TwoSided([.. told.Select(_ => 1)], told.Count(d => d > 0));
        int[] ranks = [.. told.Select((_, i) => DoubledRank(told, i))];
        WilcoxonP = TwoSided(ranks, ranks.Where((_, i) => told[i] > 0).Sum());
        LeastP = Math.Min(1, Math.Pow(2, 1 - told.Length));
    }

    /// <summary>The differences, zeros too.</summary>
    public MeanAndSpread Spread { get; }

    /// <summary>Differences above 0.</summary>
    public int Higher => Spread.Values.Count(d => d > 0);

    /// <summary>Differences below 0.</summary>
    public int Lower => Spread.Values.Count(d => d < 0);

    /// <summary>p of the sign test; 1 where all differences are 0.</summary>
    public double SignP { get; }

    /// <summary>p of Wilcoxon's signed-rank test; 1 where all differences are 0.</summary>
    public double WilcoxonP { get; }

    /// <summary>The smallest p that so many differences can have, whatever they are.</summary>
    public double LeastP { get; }

    /// <summary>
    /// Lower, higher, or not told apart, by Wilcoxon's p at <see cref="Level"/>; where so few pairs cannot reach it, that is said.
    /// </summary>
    public string Verdict =>
        LeastP >= Level ? $"too few pairs for p < {Level.ToString(CultureInfo.InvariantCulture)}"
        : WilcoxonP >= Level ? "not told apart"
        : Spread.Quantile(0.5) < 0 ? "lower"
        : "higher";

    /// <summary>"p 0.0391" as tables print it.</summary>
    internal static string Text(double p) => p < 1e-3 ? MeanAndSpread.Digits(p) : $"{Math.Round(p, 3)}";

    /// <summary>Twice the mean rank, from 1, of the i-th of sizes in ascending order: a whole number also for ties.</summary>
    private static int DoubledRank(double[] ascending, int i)
    {
        var size = Math.Abs(ascending[i]);
        var below = ascending.Count(d => Math.Abs(d) < size);
        var equal = ascending.Count(d => Math.Abs(d) == size);
        return (2 * below) + equal + 1;
    }

    /// <summary>
    /// Twice the smaller tail of the sum of weights, each of which counts with probability 1/2, at the sum observed.
    /// </summary>
    private static double TwoSided(int[] weights, int observed)
    {
        var probability = new double[weights.Sum() + 1];
        probability[0] = 1;
        foreach (var weight in weights)
        {
            for (var sum = probability.Length - 1; sum >= 0; sum--)
            {
                var without = sum >= weight ? probability[sum - weight] : 0;
                probability[sum] = (probability[sum] + without) / 2;
            }
        }
        var low = probability[..(observed + 1)].Sum();
        var high = probability[observed..].Sum();
        return Math.Min(1, 2 * Math.Min(low, high));
    }
}
