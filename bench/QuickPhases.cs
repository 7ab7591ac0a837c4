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

    public static BenchReport Run(IEnumerable<int> sides)
    {
        var report = new BenchReport("phases", "px", "phase", "microseconds", "share");
        var network = Trunk.Vgg16Conv4();
        foreach (var pixels in sides)
        {
            switch (LaneWidths.Widest)
            {
                case LaneWidth.Bits512:
                    Run<Lanes512, Vector512<float>>(report, network, pixels);
                    break;
                case LaneWidth.Bits256:
                    Run<Lanes256, Vector256<float>>(report, network, pixels);
                    break;
                default:
                    Run<Lanes128, Vector128<float>>(report, network, pixels);
                    break;
            }
        }
        return report;
    }

    private static void Run<TLanes, TVector>(BenchReport report, Trunk network, int pixels)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        var peak = FmaPeak<TLanes, TVector>.Measure();
        var stages = Stage.Cut(network, out _);
        using var trunk = new PackedTrunk(stages, TLanes.Count);
        using var passes = new ChainPasses<TLanes, TVector>(trunk);
        var size = new ImageSize(pixels, pixels);
        var layout = network.Layout(size, ThetaForm.Spatial);
        var maps = new TrunkMaps(stages, size, layout);
        passes.Fit(maps, 1, memory: true);
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
        using var scratch = new WinogradScratch([.. trunk.Forward, .. trunk.Backward], 64);
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
        Add("forward", forward);
        if (maps.Rolls)
        {
            // Rows of the seeds, of every layer's gradient and of the image's are made by turns.
            Add("seed and backward, all", transpose);
        }
        else
        {
            Add("seed and backward", backward);
            Add("transpose of conv1_1", transpose);
        }
        Add("noise", draw);
        Add("update", affine);
        Add("frame", frame);
        Add("total", total);
        Add("of it matrix products", products);
        var (productRate, stepRate) = (flops / products / 1e6, (flops + (2 * first)) / total / 1e6);
        report.Note(
            $"{pixels} px: one chain, one thread, {TLanes.Count} lanes, {passes.Bytes / 1e6:f2} MB. FMA peak of one core {peak:f1} GFLOP/s; products alone {productRate:f1}, {productRate / peak:p0} of it, whole step {stepRate / peak:p0}."
        );

        void Add(string phase, double milliseconds) =>
            report.Add($"{pixels}", $"{phase}", $"{1000 * milliseconds:f0}", $"{milliseconds / total:p0}");
    }

    private static void Products<TLanes, TVector>(WinogradKernel kernel, int tiles, WinogradScratch scratch)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        for (var first = 0; first < tiles; first += kernel.BlockTiles)
        {
            for (var chunk = 0; chunk < kernel.Shape.Chunks; chunk++)
            {
                for (var position = 0; position < WinogradTransforms.Positions; position++)
                {
                    WinogradConvolution<TLanes, TVector>.Multiply(
                        kernel,
                        chunk,
                        position,
                        Math.Min(kernel.BlockTiles, tiles - first),
                        scratch
                    );
                }
            }
        }
    }
}
