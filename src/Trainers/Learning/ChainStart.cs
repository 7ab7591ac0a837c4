using WFrame.Engines;
using WFrame.Noise;

namespace WFrame.Learning;

/// <summary>Puts chains where they start; pure functions of seed, model and chain.</summary>
internal static class ChainStart
{
    /// <summary>One chain where <see cref="ChainInitialization"/> says.</summary>
    /// <param name="x">The chain, [3,H,W].</param>
    /// <param name="id">Which chain of which model.</param>
    /// <param name="initialization">Where to start.</param>
    /// <param name="referenceSigma">Standard deviation of Gaussian starts.</param>
    /// <param name="seed">Seed of random starts.</param>
    /// <param name="mean">The trunk's mean, B, G, R.</param>
    /// <param name="observed">Images for starts at the data; without any the chain starts at the mean grey.</param>
    public static void Fill(
        Span<float> x,
        ChainId id,
        ChainInitialization initialization,
        double referenceSigma,
        ulong seed,
        IReadOnlyList<float> mean,
        PixelBatch? observed
    )
    {
        switch (initialization)
        {
            case ChainInitialization.Gaussian:
                new PhiloxNoise(seed, purpose: RandomPurpose.Initialisation).Fill(id, 0, 0, x);
                foreach (ref var value in x)
                {
                    value *= (float)referenceSigma;
                }
                break;
            case ChainInitialization.Uniform:
                var random = new CounterRandom(seed, RandomPurpose.Initialisation);
                for (var i = 0; i < x.Length; i++)
                {
                    x[i] = (float)((random.Uniform(id.Model, id.Chain, 0, 0, i) * 255) - mean[i / (x.Length / 3)]);
                }
                break;
            case ChainInitialization.Data when observed is not null:
                observed.Image(id.Chain % observed.Count).Span.CopyTo(x);
                break;
            default:
                x.Clear();
                break;
        }
    }
}
