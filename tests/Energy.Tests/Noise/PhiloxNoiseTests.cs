using WFrame.Engines;
using WFrame.Noise;

namespace WFrame.Energy.Tests.Noise;

public sealed class PhiloxNoiseTests
{
    private static readonly ChainId Chain = new(3, 8);

    private static float[] Draw(PhiloxNoise noise, int length, int iteration = 1, int step = 2, ChainId? chain = null)
    {
        var values = new float[length];
        noise.Fill(chain ?? Chain, iteration, step, values);
        return values;
    }

    [Fact]
    public void The_numbers_are_standard_normal()
    {
        const int Count = 1 << 20;
        var values = Draw(new PhiloxNoise(11), Count);
        double Moment(int power) => values.Average(value => Math.Pow(value, power));
        // Five standard errors of each moment: the variance of z^n is E z^2n - (E z^n)^2.
        Assert.InRange(Moment(1), -5 / Math.Sqrt(Count), 5 / Math.Sqrt(Count));
        Assert.InRange(Moment(2), 1 - 5 * Math.Sqrt(2.0 / Count), 1 + 5 * Math.Sqrt(2.0 / Count));
        Assert.InRange(Moment(3), -5 * Math.Sqrt(15.0 / Count), 5 * Math.Sqrt(15.0 / Count));
        Assert.InRange(Moment(4), 3 - 5 * Math.Sqrt(96.0 / Count), 3 + 5 * Math.Sqrt(96.0 / Count));
    }

    [Theory]
    [InlineData(1, 0.317310508)]
    [InlineData(2, 0.045500264)]
    [InlineData(3, 0.002699796)]
    [InlineData(4, 0.0000633425)]
    public void The_tails_have_the_normal_weight(double beyond, double weight)
    {
        const int Count = 1 << 20;
        var found = Draw(new PhiloxNoise(12), Count).Count(value => Math.Abs(value) > beyond);
        var error = Math.Sqrt(Count * weight);
        Assert.InRange(found, Count * weight - 5 * error, Count * weight + 5 * error);
    }

    [Fact]
    public void Numbers_of_different_coordinates_are_uncorrelated()
    {
        const int Count = 1 << 18;
        var noise = new PhiloxNoise(13);
        var one = Draw(noise, Count);
        float[][] others =
        [
            [.. one.Skip(1), 0],
            [.. one.Skip(16), .. new float[16]],
            Draw(noise, Count, iteration: 2),
            Draw(noise, Count, step: 3),
            Draw(noise, Count, chain: new ChainId(3, 9)),
            Draw(noise, Count, chain: new ChainId(4, 8)),
            Draw(new PhiloxNoise(13, 1), Count),
            Draw(new PhiloxNoise(14), Count),
            Draw(new PhiloxNoise(13, 0, RandomPurpose.Draw), Count),
        ];
        foreach (var other in others)
        {
            var correlation = one.Zip(other, (a, b) => (double)a * b).Average();
            Assert.InRange(correlation, -5 / Math.Sqrt(Count), 5 / Math.Sqrt(Count));
        }
    }

    [Fact]
    public void The_numbers_agree_with_box_muller_in_double()
    {
        var random = new CounterRandom(21, RandomPurpose.Langevin);
        var values = Draw(new PhiloxNoise(21), 1 << 16);
        for (var element = 0; element < values.Length; element++)
        {
            var (group, word, lane) = (element / 64, element % 64 / 16, element % 16);
            var words = Philox4x32.Generate(random.Counter(3, 8, 1, 2, group * 16 + lane), 21);
            var (u, v) = word < 2 ? (words.Word0, words.Word1) : (words.Word2, words.Word3);
            var radius = Math.Sqrt(-2 * Math.Log((u + 0.5) / 4294967296.0));
            var angle = 2 * Math.PI * (v / 4294967296.0);
            var expected = radius * (word % 2 == 0 ? Math.Cos(angle) : Math.Sin(angle));
            Assert.Equal(expected, values[element], 4e-6);
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    public void Every_register_width_gives_the_bits_of_the_scalar_text(int lanes)
    {
        var random = new CounterRandom(99, RandomPurpose.EngineTest, 7);
        foreach (var length in (int[])[0, 1, 3, 15, 16, 17, 63, 64, 65, 100, 3 * 64 * 64, 20_011])
        {
            var expected = Scalar(random, length);
            var actual = Draw(new PhiloxNoise(random, lanes), length);
            Assert.True(MemoryMarshal.AsBytes<float>(expected).SequenceEqual(MemoryMarshal.AsBytes<float>(actual)));
        }
    }

    /// <summary>What <see cref="Draw"/> gives, one lane at a time.</summary>
    private static float[] Scalar(CounterRandom random, int length)
    {
        var groups = (length + NormalGroup.Size - 1) / NormalGroup.Size;
        var values = new float[groups * NormalGroup.Size];
        for (var group = 0; group < groups; group++)
        {
            var counter = random.Counter(Chain.Model, Chain.Chain, 1, 2, group * NormalGroup.Lanes);
            var numbers = values.AsSpan(group * NormalGroup.Size, NormalGroup.Size);
            NormalKernel<NormalLanesScalar, uint>.Fill(counter, random.Seed, numbers);
        }
        return values[..length];
    }

    [Fact]
    public void Any_beginning_equals_that_of_the_whole()
    {
        var noise = new PhiloxNoise(5);
        var whole = Draw(noise, 1000);
        for (var length = 0; length < 1000; length += 37)
        {
            Assert.Equal(whole[..length], Draw(noise, length));
        }
    }

    [Fact]
    public void Extreme_words_stay_finite()
    {
        // A key and counter for given words cannot be had, so many are drawn: the smallest u of 2^22 is near 2^-22.
        var values = Draw(new PhiloxNoise(77), 1 << 22);
        Assert.All(values, value => Assert.True(float.IsFinite(value)));
        Assert.InRange(values.Max(), 4.5f, 6.8f);
    }
}
