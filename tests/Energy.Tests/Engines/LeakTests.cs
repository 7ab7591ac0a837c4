using WFrame.Ort;
using WFrame.Responses;
using WFrame.Trunks;

namespace WFrame.Energy.Tests.Engines;

[Collection(nameof(WholeProcess))]
public sealed class LeakTests
{
    [Fact]
    [Trait("Category", "Slow")]
    public void Given_engines_made_and_disposed_When_200_have_gone_Then_memory_has_not_grown_with_them()
    {
        var trunk = Trunk.Vgg16Conv4();
        Use(trunk, 20);
        var before = ResidentMegabytes();

        Use(trunk, 200);

        // A leaked session holds 2 MB of weights at the least: 200 of them would be 400 MB.
        Assert.InRange(ResidentMegabytes() - before, double.NegativeInfinity, 100);
    }

    private static void Use(Trunk trunk, int engines)
    {
        var size = new ImageSize(8, 8);
        var theta = new Theta(trunk.Layout(size, ThetaForm.Spatial), 1);
        var gradient = new float[size.Dimension];
        for (var i = 0; i < engines; i++)
        {
            using var engine = new OrtEngine(trunk, OrtDevice.Cpu, threads: 1);
            engine.Gradient(new(1, size), theta, gradient);
        }
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }

    private static double ResidentMegabytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64 / 1048576.0;
    }
}
