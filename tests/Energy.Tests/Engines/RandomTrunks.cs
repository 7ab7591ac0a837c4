using WFrame.Trunks;

namespace WFrame.Energy.Tests.Engines;

/// <summary>Small trunks of any shape, drawn by seed: 1 to 3 convolutions of random kernels, strides and pads, pools between.</summary>
internal static class RandomTrunks
{
    public static Trunk Draw(Random random)
    {
        var layers = new List<TrunkLayer>();
        var channels = 3;
        var convolutions = random.Next(1, 4);
        for (var c = 0; c < convolutions; c++)
        {
            var convolution = Convolution(random, channels, c);
            layers.Add(convolution);
            channels = convolution.Out;
            if (random.Next(4) != 0)
            {
                layers.Add(new ReluLayer { Name = $"relu{c}" });
            }
            if (random.Next(3) != 0)
            {
                layers.Add(Pool(random, c));
            }
        }
        return new Trunk("random", layers, Trunk.VggMean);
    }

    public static float[] Normal(Random random, int count, double scale) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ =>
                    (float)(
                        scale
                        * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()))
                        * Math.Cos(Math.Tau * random.NextDouble())
                    )
                ),
        ];

    private static ConvolutionLayer Convolution(Random random, int channels, int index)
    {
        var (height, width, outputs) = (random.Next(1, 5), random.Next(1, 5), random.Next(1, 7));
        var weights = channels * height * width;
        return new()
        {
            Name = $"conv{index}",
            In = channels,
            Out = outputs,
            Window = Draw(random, height, width, height + 1),
            Kernel = Normal(random, outputs * weights, 1 / Math.Sqrt(weights)),
            Bias = Normal(random, outputs, 0.3),
        };
    }

    private static TrunkLayer Pool(Random random, int index)
    {
        var (height, width) = (random.Next(1, 4), random.Next(1, 4));
        var window = Draw(random, height, width, Math.Min(height, width));
        return random.Next(2) == 0
            ? new MaxPoolLayer { Name = $"pool{index}", Window = window }
            : new AveragePoolLayer
            {
                Name = $"pool{index}",
                Window = window,
                CountIncludesPadding = random.Next(2) == 0,
            };
    }

    private static Window Draw(Random random, int height, int width, int pads) =>
        new(
            height,
            width,
            random.Next(1, 4),
            random.Next(1, 4),
            random.Next(pads),
            random.Next(pads),
            random.Next(pads),
            random.Next(pads)
        );
}
