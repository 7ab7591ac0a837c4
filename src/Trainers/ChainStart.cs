using WFrame.Graphs;

namespace WFrame.Trainers;

/// <summary>Puts chains where <see cref="ChainInitialization"/> says.</summary>
internal static class ChainStart
{
    /// <summary>Fills the chains of one model; a pure function of seed, model and chain.</summary>
    public static void Fill(
        PixelBatch chains,
        ChainInitialization initialization,
        double referenceSigma,
        ulong seed,
        int model,
        IReadOnlyList<float> mean,
        PixelBatch? observed
    )
    {
        for (var chain = 0; chain < chains.Count; chain++)
        {
            var x = chains.Image(chain).Span;
            switch (initialization)
            {
                case ChainInitialization.Gaussian:
                    new PhiloxNoise(seed, purpose: RandomPurpose.Initialisation).Fill(
                        new ChainId(model, chain),
                        0,
                        0,
                        x
                    );
                    foreach (ref var value in x)
                    {
                        value *= (float)referenceSigma;
                    }
                    break;
                case ChainInitialization.Uniform:
                    var random = new CounterRandom(seed, RandomPurpose.Initialisation);
                    for (var i = 0; i < x.Length; i++)
                    {
                        x[i] = (float)((random.Uniform(model, chain, 0, 0, i) * 255) - mean[i / chains.Size.Area]);
                    }
                    break;
                case ChainInitialization.Data:
                    var images = observed ?? throw new UsageException("--init data needs the observed images.");
                    images.Image(chain % images.Count).CopyTo(chains.Image(chain));
                    break;
                default:
                    x.Clear();
                    break;
            }
        }
    }
}
