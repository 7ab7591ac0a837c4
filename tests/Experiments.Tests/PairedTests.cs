namespace WFrame.Experiments.Tests;

public sealed class PairedTests
{
    [Theory]
    [InlineData(8, 1, 0.0390625)]
    [InlineData(6, 0, 0.03125)]
    [InlineData(3, 3, 1)]
    [InlineData(49, 11, 7.561280982396751e-07)]
    [InlineData(4, 0, 0.125)]
    public void GivenSigns_WhenTested_ThenTheBinomialTails(int lower, int higher, double p)
    {
        var pairs = new PairedDifferences(Enumerable.Repeat(-1.5, lower).Concat(Enumerable.Repeat(0.5, higher)));

        Assert.Equal(p, pairs.SignP, p * 1e-9);
        Assert.Equal((lower, higher), (pairs.Lower, pairs.Higher));
    }

    [Fact]
    public void GivenWilcoxonsExample_WhenTested_ThenItsKnownP()
    {
        // Darwin's maize, crossed minus self-fertilised, in eighths of an inch: W = 96 of 120, no ties,
        // two-sided p 0.0413 of the exact permutation distribution.
        double[] maize = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];

        var pairs = new PairedDifferences(maize);

        Assert.Equal(Enumerate(maize), pairs.WilcoxonP, 1e-12);
        Assert.Equal(0.0413, pairs.WilcoxonP, 4);
        Assert.Equal("higher", pairs.Verdict);
    }

    [Fact]
    public void GivenTiesAndZeros_WhenTested_ThenAsEnumeratedWithMeanRanksAndWithoutZeros()
    {
        double[] differences = [1, -1, 1, 2, 2, -2, 3, 0, 4, 0, 5, 5];

        var pairs = new PairedDifferences(differences);

        Assert.Equal(Enumerate(differences), pairs.WilcoxonP, 1e-12);
        Assert.Equal(12, pairs.Spread.Values.Count);
        Assert.NotEqual(pairs.SignP, pairs.WilcoxonP);
    }

    [Fact]
    public void GivenNoDifferenceAtAll_WhenTested_ThenPIsOne()
    {
        var pairs = new PairedDifferences([0, 0, 0]);

        Assert.Equal((1, 1), (pairs.SignP, pairs.WilcoxonP));
    }

    [Fact]
    public void GivenTooFewPairs_WhenJudged_ThenThatIsSaidHoweverClear()
    {
        Assert.Equal("too few pairs for p < 0.05", new PairedDifferences([-1, -2, -3, -4, -5]).Verdict);
        Assert.Equal("lower", new PairedDifferences([-1, -2, -3, -4, -5, -6]).Verdict);
        Assert.Equal("not told apart", new PairedDifferences([-1, 2, -3, 4, -5, 6]).Verdict);
    }

    [Fact]
    public void GivenPairs_WhenAddedToATable_ThenMediansQuartilesAndTests()
    {
        var table = PairedTable.Empty("R");

        table.AddPairs("faces", [10, 20, 30, 40, 50, 600], [9, 18, 27, 36, 45, 54], intended: 7);

        object[] row =
        [
            "faces",
            "6 of 7",
            "35.0 [22.5, 47.5]",
            "31.5 [20.3, 42.8]",
            "-3.50 [-4.75, -2.25]",
            "6, 0",
            "0.031",
            "0.031",
            "lower",
        ];
        Assert.Equal(row, table.Rows.Single());
        Assert.Throws<ArgumentException>(() => table.AddPairs("none", [1], [1, 2]));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.25, 1.75)]
    [InlineData(0.5, 2.5)]
    [InlineData(1, 100)]
    public void GivenAHeavyTail_WhenQuantilesAreTaken_ThenLikeNumpys(double part, double value) =>
        Assert.Equal(value, MeanAndSpread.Of([100, 1, 2, 3]).Quantile(part), 12);

    /// <summary>p of Wilcoxon's test by trying all signs.</summary>
    private static double Enumerate(double[] differences)
    {
        double[] told = [.. differences.Where(d => d != 0)];
        double[] ranks =
        [
            .. told.Select(d =>
                told.Count(e => Math.Abs(e) < Math.Abs(d)) + ((told.Count(e => Math.Abs(e) == Math.Abs(d)) + 1) / 2.0)
            ),
        ];
        var observed = told.Zip(ranks, (d, rank) => d > 0 ? rank : 0).Sum();
        var sums = Enumerable
            .Range(0, 1 << told.Length)
            .Select(signs => ranks.Where((_, i) => (signs & (1 << i)) != 0).Sum())
            .ToArray();
        var tail = Math.Min(sums.Count(s => s <= observed), sums.Count(s => s >= observed));
        return Math.Min(1, 2.0 * tail / sums.Length);
    }
}
