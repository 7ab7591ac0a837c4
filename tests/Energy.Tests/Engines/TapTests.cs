using WFrame.Engines;
using WFrame.Responses;
using WFrame.Testing;
using WFrame.Trunks;

namespace WFrame.Energy.Tests.Engines;

/// <summary>Energies over several layers, spatial and filter theta mixed, in every engine that runs them.</summary>
public sealed class TapTests
{
    public static TheoryData<string, string> Cases => TapEngines.With(TapOracle.All.Select(c => c.Name));

    public static TheoryData<string, int> Engines => TapEngines.With([1, 3]);

    [Theory]
    [Trait("Category", "Oracle")]
    [MemberData(nameof(Cases))]
    public void Given_an_oracle_of_taps_When_evaluated_Then_F_Phi_G_and_P_of_every_tap_agree(string name, string at)
    {
        var (make, reordered) = TapEngines.All[name];
        var oracle = TapOracle.All.Single(c => c.Name == at);
        var trunk = oracle.Trunk();
        var (x, theta) = (oracle.X, oracle.Theta(trunk));
        if (!Runs(make, trunk, out var engine))
        {
            Assert.True(oracle.AveragePooling);
            return;
        }
        using var _ = engine;
        var results = new EnergyResults(x.Count, x.Size, theta.Layout);

        engine.Evaluate(x, theta, results);

        oracle.AssertClose(results, reordered);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Given_taps_When_only_F_or_G_is_asked_for_in_a_batch_Then_they_are_the_bytes_of_each_image_evaluated_alone(
        string name,
        int threads
    )
    {
        var trunk = Trunk.Vgg16Conv4();
        var size = new ImageSize(16, 20);
        var layout = Mixed(trunk, size);
        var random = new Random(7);
        var x = new PixelBatch(RandomTrunks.Normal(random, 6 * size.Dimension, 50), 6, size);
        var theta = new Theta(layout, 3, RandomTrunks.Normal(random, 3 * layout.ThetaLength, 1e-3));
        using var engine = TapEngines.All[name].Make(trunk, threads);
        var (responses, gradient) = (new float[6 * layout.Length], new float[6 * size.Dimension]);

        engine.Responses(x, layout, responses);
        engine.Gradient(x, theta, gradient);

        for (var i = 0; i < x.Count; i++)
        {
            var alone = new EnergyResults(1, size, layout);
            engine.Evaluate(x.Slice(i, 1), new Theta(layout, 1, theta.Group(i / 2).ToArray()), alone);
            Assert.Equal(alone.Responses, responses.AsSpan(i * layout.Length, layout.Length));
            Assert.Equal(alone.Gradient, gradient.AsSpan(i * size.Dimension, size.Dimension));
        }
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Given_taps_When_the_lists_alternate_Then_each_gives_what_it_gave_alone(string name, int threads)
    {
        var trunk = Trunk.Vgg16Conv4();
        var size = new ImageSize(12, 16);
        var x = new PixelBatch(RandomTrunks.Normal(new Random(8), 2 * size.Dimension, 50), 2, size);
        ResponseLayout[] layouts =
        [
            Mixed(trunk, size),
            trunk.Layout(size, ThetaForm.Spatial),
            trunk.Layout(size, [new("conv1_2", ThetaForm.Filter)]),
            trunk.Layout(size, [new("conv1_2", ThetaForm.Spatial), new("conv2_2", ThetaForm.Filter)]),
        ];
        using var both = TapEngines.All[name].Make(trunk, threads);
        foreach (var layout in layouts.Concat(layouts))
        {
            using var fresh = TapEngines.All[name].Make(trunk, threads);
            Assert.Equal(Everything(fresh, x, layout), Everything(both, x, layout));
        }
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Given_taps_When_a_Langevin_step_is_taken_Then_it_follows_G(string name, int threads)
    {
        var trunk = Trunk.Vgg16Conv4();
        var size = new ImageSize(12, 8);
        var layout = Mixed(trunk, size);
        var random = new Random(9);
        var x = new PixelBatch(RandomTrunks.Normal(random, 4 * size.Dimension, 50), 4, size);
        var theta = new Theta(layout, 2, RandomTrunks.Normal(random, 2 * layout.ThetaLength, 1e-3));
        using var engine = TapEngines.All[name].Make(trunk, threads);
        var (before, gradient) = (x.Clone(), new float[4 * size.Dimension]);
        engine.Gradient(x, theta, gradient);

        engine.Langevin(x, theta, new LangevinRun(new(0.5f, 2, 0), null!, new ChainId[4], 0, 0, 1));

        Assert.Contains(gradient, g => g != 0);
        float[] expected = [.. before.Values.ToArray().Zip(gradient, (a, g) => (0.5f * a) + (2 * g))];
        Assert.InRange(Compare.RelativeError(x.Values.Span, expected), 0, 1e-6);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Given_a_layout_of_another_size_or_trunk_When_asked_for_Then_it_is_refused(string name, int threads)
    {
        var trunk = Trunk.Vgg16Conv4();
        using var engine = TapEngines.All[name].Make(trunk, threads);
        var x = new PixelBatch(1, new ImageSize(16, 16));
        var other = Mixed(trunk, new ImageSize(16, 20));
        var deeper = TapOracle.All[0].Trunk().Layout(x.Size, [new("conv3_1", ThetaForm.Filter)]);

        Assert.Throws<ArgumentException>(() => engine.Responses(x, other, new float[other.Length]));
        Assert.Throws<ArgumentException>(() => engine.Responses(x, deeper, new float[deeper.Length]));
        Assert.Throws<ArgumentException>(() => engine.Gradient(x, new Theta(other, 1), new float[x.Size.Dimension]));
    }

    /// <summary>All layers: before a pool and not, spatial and filter.</summary>
    private static ResponseLayout Mixed(Trunk trunk, ImageSize size) =>
        trunk.Layout(
            size,
            [
                new("conv2_2", ThetaForm.Spatial),
                new("conv1_1", ThetaForm.Filter),
                new("conv1_2", ThetaForm.Spatial),
                new("conv2_1", ThetaForm.Filter),
            ]
        );

    private static float[] Everything(IEnergyEngine engine, PixelBatch x, ResponseLayout layout)
    {
        var results = new EnergyResults(x.Count, x.Size, layout);
        var theta = new Theta(layout, 1, RandomTrunks.Normal(new Random(1), layout.ThetaLength, 1e-3));
        engine.Evaluate(x, theta, results);
        return [.. results.Responses, .. results.Gradient, .. results.Penalty, .. results.Phi.Select(p => (float)p)];
    }

    private static bool Runs(Func<Trunk, int, IEnergyEngine> make, Trunk trunk, out IEnergyEngine engine)
    {
        try
        {
            engine = make(trunk, 2);
            return true;
        }
        catch (UsageException)
        {
            engine = null!;
            return false;
        }
    }
}
