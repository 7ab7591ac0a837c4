using System.Globalization;
using System.Runtime.Intrinsics;
using WFrame.Cpu.Kernels;
using WFrame.Cpu.Kernels.Winograd;
using WFrame.Cpu.Layout;
using WFrame.Cpu.Passes;
using WFrame.Engines;
using WFrame.Noise;
using WFrame.Responses;
using WFrame.Trunks;

namespace WFrame.Bench;

/// <summary>
/// Where a Langevin step of one chain goes, on one thread, and how close the matrix products come to the FMA peak.
/// </summary>
internal static unsafe class QuickPhases
{
    private const int Rounds = 60;

    public static void Run(int pixels)
    {
        var network = Trunk.Vgg16Conv4();
        switch (LaneWidths.Widest)
        {
            case LaneWidth.Bits512:
                Run<Lanes512, Vector512<float>>(network, pixels);
                break;
            case LaneWidth.Bits256:
                Run<Lanes256, Vector256<float>>(network, pixels);
                break;
            default:
                Run<Lanes128, Vector128<float>>(network, pixels);
                break;
        }
    }

    private static void Run<TLanes, TVector>(Trunk network, int pixels)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        var peak = FmaPeak<TLanes, TVector>.Measure();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"FMA peak of one core: {peak:f1} GFLOP/s"));
        var stages = Stage.Cut(network, out _);
        using var trunk = new PackedTrunk(stages, TLanes.Count);
        using var passes = new ChainPasses<TLanes, TVector>(trunk);
        var size = new ImageSize(pixels, pixels);
        var layout = network.Layout(size, ThetaForm.Spatial);
        var maps = new TrunkMaps(stages, size, layout);
        passes.Fit(maps, 1);
        var memory = passes.Memory;
        var theta = new Theta(layout, 1);
        using var blocks = new ThetaBlocks();
        var noise = new PhiloxNoise(1);
        var x = new float[size.Dimension];
        noise.Fill(new ChainId(0, 0), 0, 0, x);
        for (var i = 0; i < x.Length; i++)
        {
            x[i] *= 50;
        }
        noise.Fill(new ChainId(0, 1), 0, 0, theta.Values);
        blocks.Set(theta, maps, 1);
        var seeds = blocks.From(0);
        passes.Set(0, x);

        var forward = Stopwatching.Least(Rounds, () => passes.Forward(1, []));
        var backward = maps.Rolls ? 0 : Stopwatching.Least(Rounds, () => passes.Backward(1, seeds));
        var transpose = Stopwatching.Least(
            Rounds,
            () =>
            {
                if (maps.Rolls)
                {
                    passes.Backward(1, seeds);
                }
                passes.Gradient(0, memory.Gradient);
            }
        );
        var draw = Stopwatching.Least(Rounds, () => noise.Fill(new ChainId(0, 0), 0, 0, memory.Noise));
        var affine = Stopwatching.Least(
            Rounds,
            () => AffineStep.Apply(x, memory.Gradient, memory.Noise, new LangevinCoefficients(0.98f, 0.02f, 0.002f))
        );
        var frame = Stopwatching.Least(Rounds, () => passes.Set(0, x));
        var products = 0.0;
        var flops = 0.0;
        using var scratch = new WinogradScratch(512, 64);
        for (var i = 1; i < stages.Count; i++)
        {
            foreach (var kernel in (WinogradKernel[])[trunk.Forward[i - 1], trunk.Backward[i - 1]])
            {
                var tiles = maps.Before[i].Tiles;
                products += Stopwatching.Least(Rounds, () => Products<TLanes, TVector>(kernel, tiles, scratch));
                flops += 2.0 * tiles * WinogradTransforms.Positions * kernel.Inputs * kernel.Outputs;
            }
        }
        var first = 2.0 * DirectKernel.Taps * trunk.First.Outputs * pixels * pixels;
        var total = forward + backward + transpose + draw + affine + frame;
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{TLanes.Count} lanes, {pixels} px, one chain, one thread; microseconds, share"
            )
        );
        Print("forward", forward, total);
        if (maps.Rolls)
        {
            // Rows of the seeds, of every layer's gradient and of the image's are made by turns.
            Print("seed and backward, all", transpose, total);
        }
        else
        {
            Print("seed and backward", backward, total);
            Print("transpose of conv1_1", transpose, total);
        }
        Print("noise", draw, total);
        Print("update", affine, total);
        Print("frame", frame, total);
        Print("total", total, total);
        Print("of it matrix products", products, total);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"products alone {flops / products / 1e6:f1} GFLOP/s, {flops / products / 1e6 / peak:p0} of the peak; whole step {(flops + 2 * first) / total / 1e6 / peak:p0}"
            )
        );
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"working memory: {passes.Bytes / 1e6:f2} MB"));
    }

    private static void Products<TLanes, TVector>(WinogradKernel kernel, int tiles, WinogradScratch scratch)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        for (var first = 0; first < tiles; first += WinogradScratch.BlockTiles)
        {
            for (var chunk = 0; chunk < kernel.Shape.Chunks; chunk++)
            {
                for (var position = 0; position < WinogradTransforms.Positions; position++)
                {
                    WinogradConvolution<TLanes, TVector>.Multiply(
                        kernel,
                        chunk,
                        position,
                        Math.Min(WinogradScratch.BlockTiles, tiles - first),
                        scratch
                    );
                }
            }
        }
    }

    private static void Print(string name, double milliseconds, double total) =>
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"  {name, -22} {1000 * milliseconds, 8:f0}  {milliseconds / total, 5:p0}"
            )
        );
}
