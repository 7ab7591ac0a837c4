using WFrame.Cpu;
using WFrame.Engines;
using WFrame.Trunks;

namespace WFrame.Energy.Tests.Cpu;

public sealed class CpuSupportTests
{
    private static readonly Random Random = new(1);

    public static TheoryData<string, string> Refused =>
        new()
        {
            { "5x5", "conv1 is not 3x3 with stride 1 and padding 1" },
            { "filters", "conv0 has 20 filters, not a multiple of 16" },
            { "colours", "conv0 reads 4 channels, not the 3 colours" },
            { "pooled first", "conv0, the first layer, is pooled" },
            { "average", "layer 4 (pool) is not a 2x2 pool of stride 2 without padding" },
            { "window", "layer 4 (pool) is not a 2x2 pool of stride 2 without padding" },
            { "no relu", "layer 0 (conv0) has no ReLU after it" },
        };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Given_another_trunk_When_asked_Then_the_reason_names_the_layer(string which, string expected)
    {
        var trunk = new Trunk(which, Layers(which), Trunk.VggMean);

        Assert.False(CpuEngine.Supports(trunk, out var reason));

        Assert.Equal(expected, reason);
        var error = Assert.Throws<UsageException>(() => new CpuEngine(trunk));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_negative_threads_When_an_engine_is_made_Then_the_number_is_refused() =>
        Assert.Throws<UsageException>(() => EngineFactory.Create(Trunk.Vgg16Conv4(), "cpu", -1));

    private static List<TrunkLayer> Layers(string which)
    {
        var relu = new ReluLayer { Name = "relu" };
        var first = CpuTrunks.Convolution(Random, 0, 3, 16);
        var second = CpuTrunks.Convolution(Random, 1, 16, 16);
        var pool = new MaxPoolLayer { Name = "pool", Window = Window.Square(2, 2, 0) };
        return which switch
        {
            "5x5" => [first, relu, second with { Window = Window.Square(5, 1, 2) }, relu],
            "filters" => [CpuTrunks.Convolution(Random, 0, 3, 20), relu],
            "colours" => [CpuTrunks.Convolution(Random, 0, 4, 16), relu],
            "pooled first" => [first, relu, pool, second, relu],
            "average" =>
            [
                first,
                relu,
                second,
                relu,
                new AveragePoolLayer
                {
                    Name = "pool",
                    Window = Window.Square(3, 2, 0),
                    CountIncludesPadding = false,
                },
            ],
            "window" => [first, relu, second, relu, pool with { Window = Window.Square(3, 2, 0) }],
            _ => [first, second, relu],
        };
    }
}
