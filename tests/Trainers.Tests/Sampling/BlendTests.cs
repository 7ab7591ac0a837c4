using WFrame.Engines;
using WFrame.Noise;
using WFrame.Sampling;

namespace WFrame.Trainers.Tests.Sampling;

public class BlendTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(9)]
    [InlineData(40)]
    public void Given_as_many_images_as_there_are_chains_each_has_another_first_and_no_pair_comes_twice(int chains)
    {
        var blends = new Blends(new PixelBatch(chains, new ImageSize(1, 1)), 7, RandomPurpose.Selection);

        var rounds = Enumerable
            .Range(0, chains * (chains - 1))
            .Select(i => blends.Pair(new ChainId(1, i)))
            .Chunk(chains)
            .ToArray();

        Assert.All(rounds, round => Assert.Equal(chains, round.Select(p => p.First).Distinct().Count()));
        var taken = rounds.SelectMany(r => r).ToArray();
        Assert.Equal(taken.Length, taken.Distinct().Count());
        Assert.All(taken, pair => Assert.NotEqual(pair.First, pair.Second));
        var half = rounds
            .Take((chains - 1) / 2)
            .SelectMany(r => r)
            .Select(p => (Math.Min(p.First, p.Second), Math.Max(p.First, p.Second)));
        Assert.Equal((chains - 1) / 2 * chains, half.Distinct().Count());
    }

    [Fact]
    public void Given_another_seed_component_or_purpose_the_order_of_the_pairs_is_another()
    {
        var learned = new PixelBatch(9, new ImageSize(1, 1));
        var order = Order(7, 0, RandomPurpose.Selection);

        Assert.NotEqual(order, Order(8, 0, RandomPurpose.Selection));
        Assert.NotEqual(order, Order(7, 1, RandomPurpose.Selection));
        Assert.NotEqual(order, Order(7, 0, RandomPurpose.Trial));

        (int, int)[] Order(ulong seed, int component, RandomPurpose purpose) =>
            [.. Enumerable.Range(0, 36).Select(i => new Blends(learned, seed, purpose).Pair(new(component, i)))];
    }

    [Fact]
    public void Given_a_pair_the_share_of_the_first_is_a_half_to_0_65_and_both_sum_to_one()
    {
        var learned = new PixelBatch(2, new ImageSize(1, 1));
        new float[] { 0, 0, 0, 1, 1, 1 }.CopyTo(learned.Values);
        var blends = new Blends(learned, 3, RandomPurpose.Selection);
        var x = new float[3];
        var shares = new List<float>();
        for (var i = 0; i < 200; i++)
        {
            blends.Fill(new ChainId(0, i), x);
            Assert.Equal(x[0], x[2]);
            shares.Add(blends.Pair(new ChainId(0, i)).First == 1 ? x[0] : 1 - x[0]);
        }

        Assert.InRange(shares.Min(), 0.5f, 0.51f);
        Assert.InRange(shares.Max(), 0.64f, 0.65f);
        Assert.InRange(shares.Distinct().Count(), 190, 200);
    }

    [Fact]
    public void Given_a_single_chain_it_is_the_start()
    {
        var learned = new PixelBatch(1, new ImageSize(1, 1));
        new float[] { 5, 6, 7 }.CopyTo(learned.Values);
        var x = new float[3];

        new Blends(learned, 3, RandomPurpose.Selection).Fill(new ChainId(0, 4), x);

        Assert.Equal([5, 6, 7], x);
    }
}
