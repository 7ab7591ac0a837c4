namespace WFrame.Energy.Tests.Responses;

public sealed class EnergySumTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(1000)]
    public void Given_values_when_summed_then_as_sixteen_sums_side_by_side_on_any_processor(int length)
    {
        var random = new Random(length);
        float[] a = [.. Enumerable.Range(0, length).Select(_ => (float)(random.NextDouble() - 0.3))];
        float[] b = [.. Enumerable.Range(0, length).Select(_ => (float)random.NextDouble())];

        Assert.Equal(SideBySide(i => (double)a[i] * b[i]), WFrame.Responses.Energy.Dot(a, b));
        Assert.Equal(SideBySide(i => a[i]), WFrame.Responses.Energy.Sum(a));

        double SideBySide(Func<int, double> of)
        {
            var (sums, whole) = (new double[16], length / 16 * 16);
            for (var i = 0; i < whole; i++)
            {
                sums[i % 16] += of(i);
            }
            var sum = 0.0;
            for (var lane = 0; lane < 8; lane++)
            {
                sum += sums[lane] + sums[lane + 8];
            }
            for (var i = whole; i < length; i++)
            {
                sum += of(i);
            }
            return sum;
        }
    }
}
