using WFrame.Engines;
using WFrame.Sampling;
using WFrame.Testing;
using WFrame.Trainers.Tests.MLNet;

namespace WFrame.Trainers.Tests.Sampling;

/// <summary>Images that share engine calls are those that are drawn alone.</summary>
public class JointDrawTests
{
    private static readonly WFrameModel Model = Models.Trained();

    [Theory]
    [InlineData("cpu", false, 100)]
    [InlineData("cpu", false, 6)]
    [InlineData("ort-cpu", false, 100)]
    [InlineData("ort-cpu", true, 100)]
    [InlineData("ort-cpu", true, 1)]
    public void Given_ranges_of_several_components_each_has_the_bytes_that_it_has_alone(
        string device,
        bool fixedTheta,
        int atOnce
    )
    {
        using var engine = new LimitedEngine(EngineFactory.Create(Model.Trunk, device, threads: 2).Engine, atOnce);
        var how = new SamplingOptions
        {
            Seed = 3,
            Steps = 12,
            FixedTheta = fixedTheta,
        };
        // Three chains are drawn together: ranges begin and end within such groups.
        ImageRange[] ranges = [new(0, 0, 7), new(1, 0, 3), new(1, 4, 1), new(0, 20, 2)];

        var drawn = JointDraws.Draw(engine, Model, ranges, how, default).ToArray();

        Assert.Equal(ranges.Length, drawn.Length);
        foreach (var (range, images) in ranges.Zip(drawn))
        {
            var alone = Model.Sample(engine, range.Component, range.Count, how with { FirstChain = range.First });
            Assert.Equal(alone.Values.ToArray(), images.Values.ToArray());
        }
    }

    [Fact]
    public void Given_a_component_that_leaves_the_finite_numbers_those_before_it_are_drawn()
    {
        using var engine = EngineFactory.Create(Model.Trunk, SmallTrainings.Engine).Engine;
        var gone = Model.Components[1] with { Theta = [.. Model.Components[1].Theta.Select(_ => 1e30f)] };
        var model = new WFrameModel(Model.Trunk, Model.Size, Model.Options, [Model.Components[0], gone], []);
        var draws = JointDraws.Draw(engine, model, [new(0, 0, 3), new(1, 0, 3)], new() { Steps = 12 }, default);
        using var images = draws.GetEnumerator();

        Assert.True(images.MoveNext());
        var error = Assert.Throws<DivergedException>(() => images.MoveNext());

        Assert.Contains("second", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_a_cancellation_nothing_is_drawn()
    {
        using var engine = EngineFactory.Create(Model.Trunk, SmallTrainings.Engine).Engine;
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        var draws = JointDraws.Draw(engine, Model, [new(0, 0, 3), new(1, 0, 3)], new(), cancelled.Token);

        Assert.ThrowsAny<OperationCanceledException>(() => draws.First());
    }
}
