using WFrame.Scoring;

namespace WFrame.Trainers.Tests.Scoring;

public class GaussianSpreadTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 7)]
    [InlineData(4, 32)]
    [InlineData(13, 65)]
    [InlineData(195, 100)]
    public void Given_vectors_among_other_numbers_each_has_the_square_of_its_own_sums(int d, int count)
    {
        var random = new Random(d);
        const int First = 2;
        var stride = First + d + 1;
        var rows = Numbers(count * stride);
        var mean = Numbers(d);
        var whitening = Numbers(d * d);
        for (var i = 0; i < whitening.Length; i++)
        {
            // Lower triangular.
            whitening[i] = i % d <= i / d ? whitening[i] : 0;
        }

        var spread = new GaussianSpread(mean, whitening);
        var squares = spread.Squares(rows, First, stride);

        Assert.Equal(squares, spread.Squares(rows, First, stride, threads: 3));
        Assert.Equal(count, squares.Length);
        for (var v = 0; v < count; v++)
        {
            var sum = 0.0;
            for (var k = 0; k < d; k++)
            {
                var product = 0.0;
                for (var j = 0; j <= k; j++)
                {
                    product += whitening[(k * d) + j] * ((double)rows[(v * stride) + First + j] - mean[j]);
                }
                sum += product * product;
            }
            Assert.Equal(sum / d, squares[v], 1e-5 * (1 + (sum / d)));
        }

        float[] Numbers(int length) =>
            [.. Enumerable.Range(0, length).Select(_ => (float)((2 * random.NextDouble()) - 1))];
    }
}
