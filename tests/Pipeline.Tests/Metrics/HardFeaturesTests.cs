using System.Numerics;
using MathNet.Numerics.LinearAlgebra.Double;
using WFrame.Metrics;

namespace WFrame.Pipeline.Tests.Metrics;

/// <summary>Features at the edges of what arithmetic bears: against plain references, never NaN.</summary>
public class HardFeaturesTests
{
    [Theory]
    [InlineData(90, 70, 60, 7, 0)]
    [InlineData(90, 70, 60, 7, 1e-7)]
    [InlineData(61, 200, 60, 59, 1e-4)]
    [InlineData(400, 40, 60, 1, 1e-6)]
    public void Given_nearly_singular_covariances_the_Frechet_distance_is_that_of_the_centred_rows(
        int n,
        int m,
        int columns,
        int rank,
        double noise
    )
    {
        var (first, second) = (LowRank(n, columns, rank, noise, 1), LowRank(m, columns, rank, noise, 2));
        Check(first, second);
        Check(first, SyntheticFeatures.Gaussian(m, columns, 3));
    }

    [Theory]
    [InlineData(1e-30)]
    [InlineData(1e-12)]
    [InlineData(1e15)]
    [InlineData(1e36)]
    public void Given_tiny_or_huge_features_the_Frechet_distance_scales_with_their_square(double scale)
    {
        foreach (var (n, m) in ((int, int)[])[(20, 15), (90, 60)])
        {
            var (first, second) = (SyntheticFeatures.Gaussian(n, 30, 1), SyntheticFeatures.Gaussian(m, 30, 2, 0.5, 2));
            var plain = FrechetDistance.Compute(first, second).Distance;
            var scaled = FrechetDistance.Compute(Scaled(first, scale), Scaled(second, scale)).Distance;
            Expect.Close(plain, scaled / (scale * scale), 1e-5, 0);
        }
    }

    [Fact]
    public void Given_columns_of_very_different_scales_the_Frechet_distance_is_that_of_the_centred_rows()
    {
        var scales = Enumerable.Range(0, 12).Select(d => Math.Pow(10, 2 * d)).ToArray();
        FeatureMatrix Make(int rows, int seed)
        {
            var values = SyntheticFeatures.Gaussian(rows, 12, seed).Values.ToArray();
            return new FeatureMatrix(values.Select((v, i) => (float)(v * scales[i % 12])).ToArray(), rows, 12);
        }
        Check(Make(50, 1), Make(40, 2));
        Check(Make(9, 3), Make(7, 4));
    }

    [Fact]
    public void Given_constant_or_repeated_rows_every_distance_is_defined()
    {
        var constant = SyntheticFeatures.Of([.. Enumerable.Repeat<float[]>([3, 4, 5], 8)]);
        var other = SyntheticFeatures.Of([.. Enumerable.Repeat<float[]>([0, 4, 1], 6)]);
        Expect.Close(25, FrechetDistance.Compute(constant, other).Distance, 1e-12, 0);
        Assert.Equal(0, FrechetDistance.Compute(constant, constant).Distance);
        Assert.Equal(0, KernelDistance.Compute(constant, constant).Mean, 9);
        Assert.Equal((0, 0), Counts(constant, other));
        Assert.Equal((8, 8), Counts(constant, constant));
        // One point of each set in both: radius 0 still holds what lies on it.
        var mixed = SyntheticFeatures.Of([.. Enumerable.Repeat<float[]>([3, 4, 5], 5), [9, 9, 9]]);
        Assert.Equal((5, 8), Counts(mixed, constant));
    }

    [Fact]
    public void Given_equal_distances_the_closed_ball_holds_its_rim_whatever_the_position()
    {
        // Balls of radius 1 around 0, 1, 2 and 3: 4 and -1 lie on a rim, 4.25 outside.
        foreach (var offset in (float[])[0, 1024, -4096])
        {
            var real = SyntheticFeatures.Of([
                [offset],
                [offset + 1],
                [offset + 2],
                [offset + 3],
            ]);
            var rim = SyntheticFeatures.Of([
                [offset + 4],
                [offset - 1],
                [offset + 1.5f],
                [offset + 4.25f],
            ]);
            Assert.Equal(3, PrecisionRecall.Compute(rim, real, 1).GeneratedInside);
        }
    }

    [Fact]
    public void Given_integer_features_far_from_zero_KID_is_the_exact_fraction()
    {
        const int columns = 4;
        var (x, y) = (Integers(150, 1000, 1), Integers(120, 1003, 2));
        // (x.y/4 + 1)^3 = (x.y + 4)^3 / 64, in whole numbers of any length.
        BigInteger Sum(int[][] p, int[][] q, bool same)
        {
            var sum = BigInteger.Zero;
            for (var i = 0; i < p.Length; i++)
            {
                for (var j = 0; j < q.Length; j++)
                {
                    var dot = Enumerable.Range(0, columns).Sum(d => (long)p[i][d] * q[j][d]);
                    sum += same && i == j ? 0 : BigInteger.Pow(dot + columns, 3);
                }
            }
            return sum;
        }
        BigInteger n = x.Length,
            m = y.Length;
        var (nn, mm, nm) = (n * (n - 1), m * (m - 1), n * m);
        var top = (Sum(x, x, true) * mm * nm) + (Sum(y, y, true) * nn * nm) - (2 * Sum(x, y, false) * nn * mm);
        var bottom = 64 * nn * mm * nm;
        var exact = (double)(top * 1_000_000 / bottom) / 1e6;

        Expect.Close(
            exact,
            KernelDistance.Estimate(Matrix(x), Matrix(y), (p, q) => new PolynomialKernel().Values(p, q, columns)),
            1e-6,
            0
        );

        static int[][] Integers(int rows, int mean, int seed)
        {
            var random = new Random(seed);
            return [.. Enumerable.Range(0, rows).Select(_ => Row())];
            int[] Row() => [.. Enumerable.Range(0, columns).Select(_ => mean + random.Next(-9, 10))];
        }
        static FeatureMatrix Matrix(int[][] rows) =>
            SyntheticFeatures.Of([.. rows.Select(r => r.Select(v => (float)v).ToArray())]);
    }

    [Theory]
    [InlineData(float.MaxValue, 4)]
    [InlineData(1e30f, 4)]
    [InlineData(1e-30f, 1)]
    [InlineData(0, 1)]
    public void Given_one_hot_logits_of_any_height_the_score_is_the_classes_or_one(float height, double expected)
    {
        var rows = Enumerable
            .Range(0, 40)
            .Select(i => Enumerable.Range(0, 4).Select(c => c == i % 4 ? height : -height));
        var logits = SyntheticFeatures.Of([.. rows.Select(r => r.ToArray())]);
        var result = InceptionScore.Compute(logits, new() { Splits = 2, Shuffle = false });
        Expect.Close(expected, result.Mean, 1e-12, 0);
        Expect.Close(0, result.Std, 0, 1e-12);
        var interval = ScoreUncertainty.Bootstrap(logits);
        Assert.InRange(interval.Low, 1, interval.High);
        Assert.InRange(interval.High, interval.Low, 4);
        Assert.InRange(ScoreUncertainty.Extrapolate(logits).Score, 1, 4);
    }

    private static (int, int) Counts(FeatureMatrix generated, FeatureMatrix real)
    {
        var result = PrecisionRecall.Compute(generated, real);
        return (result.GeneratedInside, result.RealInside);
    }

    /// <summary>Against the plain formula on centred rows: 2 tr (S1 S2)^(1/2) is twice the sum of singular values of A1 A2'.</summary>
    private static void Check(FeatureMatrix first, FeatureMatrix second)
    {
        var ((a, meanA), (b, meanB)) = (Centred(first), Centred(second));
        var cross = (DenseMatrix)a.TransposeAndMultiply(b);
        var traces = a.PointwiseMultiply(a).RowSums().Sum() + b.PointwiseMultiply(b).RowSums().Sum();
        var mean = (meanA - meanB).PointwisePower(2).Sum();
        var expected = mean + traces - (2 * cross.Svd(computeVectors: false).S.Sum());
        var actual = FrechetDistance.Compute(first, second);
        Expect.Close(traces, actual.Traces, 1e-9, 0);
        Expect.Close(expected, actual.Distance, 1e-4, 1e-7 * traces);
    }

    private static (DenseMatrix Rows, MathNet.Numerics.LinearAlgebra.Vector<double> Mean) Centred(FeatureMatrix set)
    {
        var rows = DenseMatrix.Create(set.Rows, set.Columns, (i, d) => set.Row(i)[d]);
        var mean = rows.ColumnSums() / set.Rows;
        var centred = DenseMatrix.Create(
            set.Rows,
            set.Columns,
            (i, d) => (rows[i, d] - mean[d]) / Math.Sqrt(set.Rows - 1)
        );
        return (centred, mean);
    }

    private static FeatureMatrix LowRank(int rows, int columns, int rank, double noise, int seed)
    {
        var (left, right) = (
            SyntheticFeatures.Gaussian(rows, rank, seed),
            SyntheticFeatures.Gaussian(rank, columns, 9)
        );
        var values = SyntheticFeatures.Gaussian(rows, columns, seed + 20, scale: noise).Values.ToArray();
        for (var i = 0; i < rows; i++)
        {
            for (var d = 0; d < columns; d++)
            {
                for (var r = 0; r < rank; r++)
                {
                    values[(i * columns) + d] += left.Row(i)[r] * right.Row(r)[d];
                }
            }
        }
        return new FeatureMatrix(values, rows, columns);
    }

    private static FeatureMatrix Scaled(FeatureMatrix set, double scale) =>
        new(set.Values.ToArray().Select(v => (float)(v * scale)).ToArray(), set.Rows, set.Columns);
}
