using WFrame.Engines;
using WFrame.Noise;
using WFrame.Textures;
using WFrame.Textures.Drawing;

namespace WFrame.Trainers.Tests.Textures;

public sealed class BestImageTests
{
    [Fact]
    public void Given_a_start_with_the_right_means_When_theta_is_not_learned_yet_Then_its_image_is_not_the_best()
    {
        using var engine = EngineFactory.Create(TextureParts.Trunk.WithAveragePools(), "auto", 1).Engine;
        var photograph = TextureParts.Stripes(64, 64);
        var reader = new StatisticsReader(engine, TexturePlan.Shallow);
        reader.Add(photograph, default);
        var chain = new TextureChain(engine, reader.Read(), photograph.Clone(), null, enlarged: true, new());
        var errors = new List<double>();

        for (var iteration = 1; iteration <= 4; iteration++)
        {
            chain.Advance(new PhiloxNoise(1), new ChainId(0, 0), iteration, 0, default);
            errors.Add(chain.Error);
            Assert.Equal(chain.Error, chain.State(iteration).Best.Error);
        }

        // The start is the photograph itself: its error is low, and rises when theta begins to move it.
        Assert.True(errors[^1] > errors.Min(), string.Join(' ', errors));
    }
}
