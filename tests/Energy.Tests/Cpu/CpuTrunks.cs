using WFrame.Energy.Tests.Engines;
using WFrame.Responses;
using WFrame.Trunks;

namespace WFrame.Energy.Tests.Cpu;

/// <summary>Trunks of the kernels' form with few channels, drawn by seed.</summary>
internal static class CpuTrunks
{
    private static readonly int[] Channels = [16, 16, 16, 32, 48];

    /// <summary>1 to 4 convolutions, pools after any but the first.</summary>
    public static Trunk Draw(Random random)
    {
        var layers = new List<TrunkLayer>();
        var inputs = 3;
        var count = random.Next(1, 5);
        for (var i = 0; i < count; i++)
        {
            var outputs = Channels[random.Next(Channels.Length)];
            layers.Add(Convolution(random, i, inputs, outputs));
            layers.Add(new ReluLayer { Name = $"relu{i}" });
            if (i > 0 && random.Next(3) == 0)
            {
                layers.Add(new MaxPoolLayer { Name = $"pool{i}", Window = Window.Square(2, 2, 0) });
            }
            inputs = outputs;
        }
        return new Trunk("drawn", layers, Trunk.VggMean);
    }

    /// <summary>One tap at the end, as in the paper, or any taps; spatial and filter theta mixed.</summary>
    public static ResponseLayout DrawLayout(Random random, Trunk trunk, ImageSize size)
    {
        if (random.Next(2) == 0)
        {
            return trunk.Layout(size, (ThetaForm)random.Next(2));
        }
        string[] names = [.. trunk.Taps.Select(tap => tap.Layer)];
        random.Shuffle(names);
        return trunk.Layout(
            size,
            [.. names.Take(random.Next(1, names.Length + 1)).Select(name => new Tap(name, (ThetaForm)random.Next(2)))]
        );
    }

    /// <summary>The smallest size that leaves something after the pools.</summary>
    public static int SmallestSide(Trunk trunk) => 1 << trunk.Layers.OfType<MaxPoolLayer>().Count();

    public static ConvolutionLayer Convolution(Random random, int index, int inputs, int outputs) =>
        new()
        {
            Name = $"conv{index}",
            In = inputs,
            Out = outputs,
            Window = Window.Square(3, 1, 1),
            Kernel = RandomTrunks.Normal(random, inputs * outputs * 9, Math.Sqrt(2.0 / (9 * inputs))),
            Bias = RandomTrunks.Normal(random, outputs, 0.1),
        };
}
