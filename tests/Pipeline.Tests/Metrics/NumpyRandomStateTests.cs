using WFrame.Metrics;

namespace WFrame.Pipeline.Tests.Metrics;

[Trait("Category", "Oracle")]
public class NumpyRandomStateTests
{
    [Theory]
    [InlineData(7)]
    [InlineData(50)]
    [InlineData(76)]
    [InlineData(77)]
    [InlineData(100)]
    [InlineData(500)]
    [InlineData(1000)]
    [InlineData(1003)]
    [InlineData(5000)]
    public void Given_seed_2020_the_permutation_is_numpys(int count) =>
        Assert.Equal(MetricsOracle.Integers($"permutation-{count}"), new NumpyRandomState(2020).Permutation(count));

    [Theory]
    [InlineData(300, 250, 100)]
    [InlineData(250, 250, 50)]
    [InlineData(500, 77, 50)]
    [InlineData(76, 77, 50)]
    public void Given_seed_2020_the_draws_without_replacement_are_numpys(int first, int second, int size)
    {
        var random = new NumpyRandomState(2020);
        var expected = new[] { 1, 2 }.Select(side => MetricsOracle.Integers($"draw-{first}-{second}-10x{size}-{side}"));
        int[][] stored = [.. expected];
        for (var s = 0; s < 10; s++)
        {
            Assert.Equal(stored[0][(s * size)..((s + 1) * size)], random.Choice(first, size));
            Assert.Equal(stored[1][(s * size)..((s + 1) * size)], random.Choice(second, size));
        }
    }

    [Fact]
    public void Given_fewer_members_than_drawn_the_draw_is_refused() =>
        Expect.Refused(() => new NumpyRandomState(1).Choice(3, 4), "4 of 3");
}
