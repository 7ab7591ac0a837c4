using WFrame.Learning;
using WFrame.Trunks;

namespace WFrame.Trainers.Tests.MLNet;

/// <summary>Learned models, small enough for tests.</summary>
internal static class Models
{
    /// <summary>Two components learned for a few iterations at 8 x 8 pixels.</summary>
    public static WFrameModel Trained(ThetaForm theta = ThetaForm.Spatial, int threads = 1)
    {
        var options = SmallTrainings.Options with { Theta = theta, ReferenceSigma = 2 };
        var engine = SmallTrainings.Engine with { Threads = threads };
        using var trainer = new WFrameTrainer(options, SmallTrainings.Trunk, engine);
        return trainer.Fit([SmallTrainings.Component("first", 1), SmallTrainings.Component("second", 2)]);
    }

    /// <summary>A model of random theta that nothing was learned for.</summary>
    public static WFrameModel Random(Trunk trunk, ImageSize size, int components, ThetaForm form = ThetaForm.Spatial)
    {
        var random = new Random(7);
        var length = trunk.Layout(size, form).ThetaLength;
        return new WFrameModel(
            trunk,
            size,
            new WFrameOptions { Theta = form },
            [
                .. Enumerable
                    .Range(0, components)
                    .Select(k => new ModelComponent(
                        $"component {k}",
                        [.. Enumerable.Range(0, length).Select(_ => (float)(random.NextDouble() - 0.5))],
                        new PixelBatch(1, size),
                        100,
                        false
                    )),
            ],
            []
        );
    }
}
