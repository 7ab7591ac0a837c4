using WFrame.Engines;
using WFrame.Learning;
using WFrame.Noise;
using WFrame.Trunks;

namespace WFrame.Experiments.Tests.Studies;

/// <summary>Two components of two random images of 8 px each: a training that takes no time.</summary>
internal sealed class TinyTraining : IDisposable
{
    public static readonly WFrameOptions Options = new()
    {
        Chains = 2,
        Iterations = 4,
        Steps = 3,
    };

    public TinyTraining() =>
        Session = new TrainingSession(
            Engine,
            [new TrainingComponent("a", Images(1)), new TrainingComponent("b", Images(2))],
            Options
        );

    public IEnergyEngine Engine { get; } = EngineFactory.Create(Trunk.Vgg16Conv4()).Engine;

    public TrainingSession Session { get; }

    public WFrameModel Fit()
    {
        while (!Session.Finished)
        {
            Session.Advance();
        }
        return Session.Snapshot();
    }

    public static PixelBatch Images(ulong seed, int count = 2)
    {
        var images = new PixelBatch(count, new ImageSize(8, 8));
        var random = new CounterRandom(seed, RandomPurpose.Selection);
        for (var i = 0; i < images.Values.Length; i++)
        {
            images.Values.Span[i] = (float)((200 * random.Uniform(0, 0, 0, 0, i)) - 100);
        }
        return images;
    }

    public void Dispose() => Engine.Dispose();
}
