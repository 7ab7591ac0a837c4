using WFrame.Noise;

namespace WFrame.Energy.Tests.Noise;

public sealed class CounterRandomTests
{
    [Fact]
    public void Uniform_numbers_fill_the_unit_interval_evenly()
    {
        var random = new CounterRandom(7, RandomPurpose.EngineTest);
        var counts = new int[16];
        for (var element = 0; element < 16_000; element++)
        {
            var value = random.Uniform(1, 2, 3, 4, element);
            Assert.InRange(value, 0, 1 - double.Epsilon);
            counts[(int)(value * 16)]++;
        }
        // Chi-square with 15 degrees of freedom: 45 is passed once in 10,000 seeds, and the seed is fixed.
        Assert.InRange(counts.Sum(count => Math.Pow(count - 1000, 2) / 1000), 1, 45);
    }

    [Fact]
    public void Every_coordinate_changes_the_counter_and_no_two_changes_meet()
    {
        var counters = new HashSet<PhiloxBlock>();
        var added = 0;
        foreach (var purpose in Enum.GetValues<RandomPurpose>())
        {
            foreach (var stream in (int[])[0, 1, 255])
            {
                var random = new CounterRandom(0, purpose, stream);
                foreach (var model in (int[])[0, 1, 1023, 1024, (1 << 20) - 1])
                {
                    foreach (var other in (int[])[0, 1, 2, 1 << 10, (1 << 22) - 1])
                    {
                        counters.Add(random.Counter(model, other, 5, 6, 7));
                        counters.Add(random.Counter(model, 4_000, other, 6, 7));
                        counters.Add(random.Counter(model, 4_000, 5, other, 7));
                        counters.Add(random.Counter(model, 4_000, 5, 6, other));
                        added += 4;
                    }
                }
            }
        }
        Assert.Equal(added, counters.Count);
    }

    [Fact]
    public void Another_seed_gives_other_numbers() =>
        Assert.NotEqual(
            new CounterRandom(1, RandomPurpose.Gamma).Uniform(0, 0, 0, 0, 0),
            new CounterRandom(2, RandomPurpose.Gamma).Uniform(0, 0, 0, 0, 0)
        );

    [Theory]
    [InlineData(-1, 0, 0, 0, 0)]
    [InlineData(1 << 20, 0, 0, 0, 0)]
    [InlineData(0, 1 << 22, 0, 0, 0)]
    [InlineData(0, 0, 1 << 24, 0, 0)]
    [InlineData(0, 0, 0, 1 << 22, 0)]
    [InlineData(0, 0, 0, 0, 1L << 28)]
    public void A_coordinate_out_of_range_is_refused(int model, int chain, int iteration, int step, long element)
    {
        var random = new CounterRandom(0, RandomPurpose.Crop);
        var error = Assert.Throws<ArgumentOutOfRangeException>(() =>
            random.Uniform(model, chain, iteration, step, element)
        );
        Assert.Contains("must be in 0..", error.Message, StringComparison.Ordinal);
    }
}
