using WFrame.Cpu;
using WFrame.Cpu.Kernels;
using WFrame.Cpu.Layout;
using WFrame.Trunks;

namespace WFrame.Energy.Tests.Cpu;

/// <summary>Maps of which only the last rows are held give the bytes of whole maps.</summary>
public sealed class CpuRollingTests
{
    [Theory]
    [InlineData(LaneWidth.Bits128)]
    [InlineData(LaneWidth.Bits256)]
    [InlineData(LaneWidth.Bits512)]
    public void Given_random_trunks_and_sizes_When_maps_roll_Then_the_bytes_are_those_of_whole_maps(LaneWidth width)
    {
        var random = new Random((int)width);
        for (var i = 0; i < 40; i++)
        {
            var trunk = CpuTrunks.Draw(random);
            var smallest = CpuTrunks.SmallestSide(trunk);
            var size = new ImageSize(smallest + random.Next(70), smallest + random.Next(40));
            var form = (ThetaForm)random.Next(2);
            var name = $"Case {i}, {trunk.Layers.Count} layers, {size} px, {form} theta.";
            EngineOutputs.AssertSameBytes(Everything(false), Everything(true), name);

            List<float[]> Everything(bool rolls)
            {
                using var engine = new CpuEngine(trunk, 1, width) { Rolling = rolls };
                return EngineOutputs.Everything(engine, 2, size, form, i);
            }
        }
    }

    [Theory]
    [InlineData(128, 128, true)]
    [InlineData(256, 100, true)]
    [InlineData(112, 112, false)]
    [InlineData(1024, 32, false)]
    public void Given_a_size_When_maps_are_planned_Then_they_roll_only_if_large_and_not_narrow(
        int height,
        int width,
        bool rolls
    )
    {
        var size = new ImageSize(height, width);
        var trunk = Trunk.Vgg16Conv4();
        var layout = trunk.Layout(size, ThetaForm.Filter);
        Assert.Equal(rolls, new TrunkMaps(Stage.Cut(trunk, out _), size, layout).Rolls);
    }

    [Fact]
    public void Given_256_px_When_maps_roll_Then_a_thread_holds_about_half_of_the_memory_of_whole_maps()
    {
        var trunk = Trunk.Vgg16Conv4();
        var size = new ImageSize(256, 256);
        Assert.InRange(Bytes(true), 1, 55 * Bytes(false) / 100);

        long Bytes(bool rolls)
        {
            using var engine = new CpuEngine(trunk, 1) { Rolling = rolls };
            var layout = trunk.Layout(size, ThetaForm.Filter);
            engine.Responses(new PixelBatch(1, size), layout, new float[layout.Length]);
            return engine.ScratchBytes;
        }
    }
}
