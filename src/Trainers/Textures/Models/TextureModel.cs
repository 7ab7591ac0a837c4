using WFrame.Engines;
using WFrame.Learning;
using WFrame.Noise;
using WFrame.Responses;
using WFrame.Scoring;
using WFrame.Textures.Drawing;

namespace WFrame.Textures.Models;

/// <summary>
/// The model that a texture scores images with: FRAME over several layers at the photographs' own size, learned by
/// Algorithm 1 with one chain that is wrapped around,
/// <code>
/// Phi(x) = n sum over layers and filters of theta_lk mean F_lk(x) / s_lk,   q = N(0, sigma^2 I)
/// </code>
/// The pixels' own statistics, by which drawing sets colours, are left out: scores come from the filters alone, so that any
/// ONNX runtime finds them. Theta is stored as weights of the responses' sums, theta_lk n / (s_lk positions of l), which do
/// not depend on the image's size.
/// </summary>
internal static class TextureModel
{
    private const string Name = "texture";
    private const int Iterations = 32;

    // Theta goes on swinging a little around what the statistics ask for; its mean over the last iterations does not.
    private const int Averaged = 8;

    private static readonly TextureSchedule Schedule = new() { ColourGain = 0, DifferenceGain = 0 };

    /// <summary>Learns theta and what scores are compared with.</summary>
    /// <param name="engine">Runs the trunk.</param>
    /// <param name="observed">Of the photographs at their own size.</param>
    /// <param name="parts">What they look like, [N,3,S,S]; null where nobody knows any more.</param>
    /// <param name="size">Size of the chain.</param>
    /// <param name="cropSide">What is cut out of pictures to have the size of the parts.</param>
    /// <param name="cancellation">Stops between Langevin steps.</param>
    /// <exception cref="DivergedException">The chain left the finite numbers.</exception>
    public static WFrameModel Learn(
        IEnergyEngine engine,
        LevelStatistics observed,
        PixelBatch? parts,
        ImageSize size,
        int cropSide,
        CancellationToken cancellation
    )
    {
        // The reference is about x = 0, as that of every model.
        var centred = observed with
        {
            Pixels = observed.Pixels with { Mean = new double[3] },
        };
        var image = TextureDrawing.Start(observed, size, new PhiloxNoise(1), new ChainId(0, 0), Schedule);
        var chain = new TextureChain(engine, centred, image, coarse: null, enlarged: false, Schedule);
        var (noise, sum) = (new PhiloxNoise(1), new double[chain.ThetaLength]);
        for (var t = 0; t < Iterations; t++)
        {
            chain.Advance(noise, new ChainId(0, 0), t + 1, t / (double)(Iterations - 1), cancellation);
            if (t >= Iterations - Averaged)
            {
                chain.AddWeights(sum);
            }
        }
        Tap[] taps = [.. observed.Layers.Select(layer => new Tap(layer, ThetaForm.Filter))];
        float[] theta = [.. sum.Select(s => (float)(s / Averaged))];
        if (!double.IsFinite(chain.Error) || !Array.TrueForAll(theta, float.IsFinite))
        {
            throw new DivergedException(
                "Learning a model of the texture left the finite numbers; use another photograph."
            );
        }
        var component = new ModelComponent(Name, theta, image, Iterations, Diverged: false);
        var model = new WFrameModel(engine.Trunk, size, Options(observed), [component], [], taps);
        return parts is null ? model : ReferenceLearning.Add(model, engine, [parts], cropSide, cancellation);
    }

    /// <summary>How it was learned, in the words of Algorithm 1.</summary>
    private static WFrameOptions Options(LevelStatistics observed)
    {
        var sigma = Schedule.SigmaOf(observed.Pixels.Contrast);
        return new()
        {
            Method = WFrameMethod.Frame,
            Theta = ThetaForm.Filter,
            Iterations = Iterations,
            Steps = Schedule.Steps,
            StepSize = Math.Sqrt(2 * Schedule.LargestStep),
            LearningRate = Schedule.FirstRate,
            ReferenceSigma = sigma,
            NoiseSigma = Schedule.Noise * sigma,
            Chains = 1,
            Initialization = ChainInitialization.Gaussian,
        };
    }
}
