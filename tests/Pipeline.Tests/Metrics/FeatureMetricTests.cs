using FsCheck.Xunit;
using WFrame.Metrics;

namespace WFrame.Pipeline.Tests.Metrics;

public class FeatureMetricTests
{
    [Theory]
    [InlineData(40, 30, 50)]
    [InlineData(200, 30, 50)]
    [InlineData(200, 150, 50)]
    public void Given_a_shift_of_one_set_the_Frechet_distance_is_its_square(int rows, int others, int columns)
    {
        var first = SyntheticFeatures.Gaussian(rows, columns, 1);
        var second = SyntheticFeatures.Gaussian(others, columns, 2);
        var moved = new FeatureMatrix(second.Values.ToArray().Select(v => v + 8f).ToArray(), others, columns);
        var (near, far) = (FrechetDistance.Compute(first, second), FrechetDistance.Compute(first, moved));
        Expect.Close(near.Distance - near.MeanTerm, far.Distance - far.MeanTerm, 1e-5, 1e-5);
        Assert.True(far.MeanTerm > 60 * columns);
    }

    [Property(MaxTest = 30)]
    public void Given_any_sets_the_Frechet_distance_is_symmetric(byte n, byte m, byte d, int seed)
    {
        var (rows, others, columns) = (2 + (n % 30), 2 + (m % 30), 1 + (d % 20));
        var first = SyntheticFeatures.Gaussian(rows, columns, seed);
        var second = SyntheticFeatures.Gaussian(others, columns, seed + 1, 1, 2);
        var there = FrechetDistance.Compute(first, second);
        Expect.Close(there.Distance, FrechetDistance.Compute(second, first).Distance, 1e-9, 1e-9 * there.Traces);
    }

    [Fact]
    public void Given_a_feature_that_is_not_finite_every_metric_names_row_and_column()
    {
        var good = SyntheticFeatures.Gaussian(6, 3, 1);
        var bad = good.Values.ToArray();
        bad[(4 * 3) + 2] = float.PositiveInfinity;
        var features = new FeatureMatrix(bad, 6, 3);
        _ = Expect.Refused(() => FrechetDistance.Compute(good, features), "FID", "row 4, column 2");
        _ = Expect.Refused(() => KernelDistance.Compute(features, good), "KID", "row 4, column 2");
        _ = Expect.Refused(() => PrecisionRecall.Compute(good, features), "Precision and recall", "row 4, column 2");
    }

    [Fact]
    public void Given_features_of_two_networks_every_metric_refuses()
    {
        var (narrow, wide) = (SyntheticFeatures.Gaussian(6, 3, 1), SyntheticFeatures.Gaussian(6, 4, 1));
        _ = Expect.Refused(() => FrechetDistance.Compute(narrow, wide), "3 columns", "the second 4", "same network");
        _ = Expect.Refused(() => KernelDistance.Compute(narrow, wide), "3 columns");
        _ = Expect.Refused(() => PrecisionRecall.Compute(narrow, wide), "3 columns");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    [InlineData(6)]
    public void Given_a_bad_neighbourhood_precision_is_refused(int k)
    {
        var set = SyntheticFeatures.Gaussian(6, 3, 1);
        _ = Expect.Refused(() => PrecisionRecall.Compute(set, set, k), $"neighbourhood {k}", "6 images");
    }

    [Fact]
    public void Given_bad_options_KID_is_refused()
    {
        var set = SyntheticFeatures.Gaussian(6, 3, 1);
        KernelDistanceResult Run(KernelDistanceOptions options) => KernelDistance.Compute(set, set, options);
        _ = Expect.Refused(() => Run(new() { Subsets = 0 }), "0 subsets", "at least 1");
        _ = Expect.Refused(() => Run(new() { SubsetSize = 1 }), "subsets of 1", "2 to 6");
        _ = Expect.Refused(() => Run(new() { SubsetSize = 7 }), "subsets of 7", "2 to 6");
        _ = Expect.Refused(() => Run(new() { Kernel = new PolynomialKernel(0) }), "degree 0");
        _ = Expect.Refused(() => Run(new() { Kernel = new PolynomialKernel(3, double.NaN) }), "gamma NaN");
        _ = Expect.Refused(() => KernelDistance.Compute(set.Slice(0, 1), set), "1 images", "at least two");
    }

    [Fact]
    public void Given_features_that_overflow_the_kernel_no_infinity_is_returned()
    {
        var huge = SyntheticFeatures.Gaussian(6, 3, 1, scale: 1e38);
        _ = Expect.Refused(
            () => KernelDistance.Compute(huge, huge, new() { Kernel = new PolynomialKernel(9) }),
            "overflow"
        );
    }

    [Fact]
    public void Given_small_sets_the_default_subset_is_half_of_the_smaller()
    {
        var (first, second) = (SyntheticFeatures.Gaussian(9, 3, 1), SyntheticFeatures.Gaussian(30, 3, 2));
        Assert.Equal(4, KernelDistance.Compute(first, second).SubsetSize);
    }

    [Fact]
    public void Given_cancellation_the_long_metrics_stop()
    {
        var set = SyntheticFeatures.Gaussian(20, 3, 1);
        var stopped = new CancellationToken(canceled: true);
        _ = Assert.ThrowsAny<OperationCanceledException>(() => FrechetDistance.Compute(set, set, stopped));
        _ = Assert.ThrowsAny<OperationCanceledException>(() => KernelDistance.Compute(set, set, null, stopped));
        _ = Assert.ThrowsAny<OperationCanceledException>(() => PrecisionRecall.Compute(set, set, 3, stopped));
    }
}
