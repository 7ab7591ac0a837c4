using WFrame.Engines;
using WFrame.Responses;
using WFrame.Textures;

namespace WFrame.Trainers.Tests.Textures;

public sealed class StatisticsReaderTests
{
    [Fact]
    public void Given_a_photograph_larger_than_a_window_When_read_Then_every_inner_response_counts_once()
    {
        var photograph = TextureParts.Stripes(300, 332);
        var trunk = TextureParts.Trunk.WithAveragePools();
        using var engine = EngineFactory.Create(trunk, new EngineOptions { Threads = 1 }).Engine;
        string[] layers = ["conv1_2", "conv2_2"];
        var reader = new StatisticsReader(engine, layers);

        reader.Add(photograph, default);
        var statistics = reader.Read();

        var layout = trunk.Layout(photograph.Size, [.. layers.Select(l => new Tap(l, ThetaForm.Filter))]);
        var responses = new float[layout.Length];
        engine.Responses(photograph, layout, responses);
        foreach (var (tap, border) in layout.Taps.Zip([2, 3]))
        {
            for (var k = 0; k < tap.Channels; k += 17)
            {
                var (sum, count) = (0.0, 0);
                for (var row = border; row < tap.Height - border; row++)
                {
                    for (var column = border; column < tap.Width - border; column++)
                    {
                        sum += responses[tap.Offset + (k * tap.Positions) + (row * tap.Width) + column];
                        count++;
                    }
                }
                Assert.Equal(sum / count, statistics.Observed[tap.ThetaOffset + k], 1e-4 * (1 + (sum / count)));
            }
        }
    }
}
