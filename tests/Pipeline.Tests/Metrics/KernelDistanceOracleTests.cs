using WFrame.Metrics;
using WFrame.Testing;

namespace WFrame.Pipeline.Tests.Metrics;

[Trait("Category", "Oracle")]
public class KernelDistanceOracleTests
{
    private const string Metric = "kid";

    public static TheoryData<int, string> Synthetic => MetricsOracle.Cases(Metric, real: false);

    public static TheoryData<int, string> Real => MetricsOracle.Cases(Metric, real: true);

    [Theory]
    [MemberData(nameof(Synthetic))]
    public void Given_synthetic_features_the_discrepancy_is_the_reference(int index, string name) => Check(index, name);

    [SharedTheory(MetricsOracle.RealArrays)]
    [MemberData(nameof(Real))]
    public void Given_features_of_real_images_the_discrepancy_is_the_reference(int index, string name) =>
        Check(index, name);

    private static void Check(int index, string name)
    {
        var entry = MetricsOracle.Case(Metric, index);
        Assert.NotEmpty(name);
        var (first, second) = (MetricsOracle.Features(entry, 0), MetricsOracle.Features(entry, 1));
        var json = entry.GetProperty("kernel");
        var isRadial = json.GetProperty("kind").GetString() == "rbf";
        var kernel = isRadial ? new PolynomialKernel() : Polynomial(json);
        if (!entry.TryGetProperty("subsets", out var subsets))
        {
            var full = entry.GetProperty("expected").GetProperty("mmd2").GetDouble();
            Expect.Close(full, KernelDistance.Estimate(first, second, Values), 1e-6, 1e-9);
            return;
        }
        var options = new KernelDistanceOptions
        {
            Kernel = kernel,
            Subsets = subsets.GetInt32(),
            SubsetSize = entry.GetProperty("subsetSize").GetInt32(),
        };
        if (Expect.IsError(entry, out _))
        {
            _ = Expect.Refused(() => KernelDistance.Compute(first, second, options, Values), "KID", "251", "250");
            return;
        }
        var expected = entry.GetProperty("expected");
        var actual = KernelDistance.Compute(first, second, options, Values);
        Expect.Close(expected.GetProperty("mean").GetDouble(), actual.Mean, 1e-6, 1e-9);
        Expect.Close(expected.GetProperty("std").GetDouble(), actual.Std, 1e-6, 1e-9);
        var values = expected.GetProperty("values").EnumerateArray().Select(e => e.GetDouble()).ToArray();
        Assert.Equal(values.Length, actual.Values.Count);
        for (var i = 0; i < values.Length; i++)
        {
            Expect.Close(values[i], actual.Values[i], 1e-6, 1e-9);
        }

        double[] Values(double[] x, double[] y) =>
            isRadial
                ? Radial(x, y, first.Columns, json.GetProperty("sigma").GetDouble())
                : kernel.Values(x, y, first.Columns);
    }

    private static PolynomialKernel Polynomial(JsonElement json) =>
        new(
            json.GetProperty("degree").GetInt32(),
            json.GetProperty("gamma").GetDouble(),
            json.GetProperty("coef0").GetDouble()
        );

    /// <summary>exp(-|x - y|^2 / (2 sigma^2)): a second kernel, by which the oracle checks the estimate apart from its kernel.</summary>
    private static double[] Radial(double[] x, double[] y, int columns, double sigma) =>
        [
            .. x.Chunk(columns)
                .SelectMany(
                    _ => y.Chunk(columns),
                    (a, b) => Math.Exp(-a.Zip(b, (u, v) => (u - v) * (u - v)).Sum() / (2 * sigma * sigma))
                ),
        ];
}
