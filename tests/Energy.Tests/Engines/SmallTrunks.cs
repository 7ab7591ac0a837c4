using WFrame.Testing;
using WFrame.Trunks;

namespace WFrame.Energy.Tests.Engines;

/// <summary>Small trunks with a purpose.</summary>
internal static class SmallTrunks
{
    /// <summary>F(x) = x, so that G is theta.</summary>
    public static Trunk Identity => OracleLangevin.Identity;

    /// <summary>VGG's form with few channels; the pool's window is a parameter.</summary>
    public static Trunk Vgg(Window pool, int seed = 1)
    {
        var random = new Random(seed);
        return new(
            "small",
            [
                Convolution(random, "conv1_1", 3, 4),
                new ReluLayer { Name = "relu1_1" },
                Convolution(random, "conv1_2", 4, 5),
                new ReluLayer { Name = "relu1_2" },
                new MaxPoolLayer { Name = "pool1", Window = pool },
                Convolution(random, "conv2_1", 5, 6),
                new ReluLayer { Name = "relu2_1" },
            ],
            Trunk.VggMean
        );
    }

    private static ConvolutionLayer Convolution(Random random, string name, int inputs, int outputs) =>
        new()
        {
            Name = name,
            In = inputs,
            Out = outputs,
            Window = Window.Square(3, 1, 1),
            Kernel = RandomTrunks.Normal(random, inputs * outputs * 9, 0.3),
            Bias = RandomTrunks.Normal(random, outputs, 0.2),
        };
}
