using WFrame.Engines;
using WFrame.Testing;
using WFrame.Textures;
using WFrame.Textures.Drawing;

namespace WFrame.Trainers.Tests.Textures;

public sealed class ResumeTests : IDisposable
{
    private static readonly TextureOptions Options = new() { Size = new(64, 64) };

    private static readonly TextureSchedule Short = new() { First = 5, Middle = 3 };

    private static readonly Lazy<WFrameTexture> Stripes = new(() =>
        WFrameTexture.Learn([TextureParts.Stripes(64, 64)], TextureParts.Trunk, new EngineOptions { Threads = 1 })
    );

    private static readonly Lazy<LevelStatistics[]> Levels = new(() =>
    {
        using var engine = EngineFactory.Create(TextureParts.Trunk.WithAveragePools(), "auto", 1).Engine;
        var photograph = TextureParts.Stripes(96, 96);
        return [Read(TexturePlan.Deep, photograph), Read(TexturePlan.Shallow, Pyramid.Halve(photograph, wraps: false))];

        LevelStatistics Read(string[] layers, PixelBatch image)
        {
            var reader = new StatisticsReader(engine, layers);
            reader.Add(image, default);
            return reader.Read();
        }
    });

    private readonly TemporaryFolder folder = new();

    private string Path => folder.At("unfinished");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3, 4, 7)]
    // The last of the first level, the first and the last of the second.
    [InlineData(5, 6, 8)]
    public void Given_a_drawing_that_stops_anywhere_When_repeated_Then_it_goes_on_to_the_bytes_of_an_undisturbed_one(
        params int[] stops
    )
    {
        var whole = Draw(threads: 1, Options, stop: 0, out _);

        foreach (var (stop, i) in stops.Select((stop, i) => (stop, i)))
        {
            Assert.Throws<OperationCanceledException>(() => Resume(threads: 1 + (i % 2), Options, stop, out _));
        }
        var resumed = Resume(threads: 2, Options, stop: 0, out var told);

        Assert.Equal(whole, resumed);
        // After the last iteration nothing but the end of the level is told.
        Assert.Equal(Math.Min(stops[^1] + 1, told[^1].Iterations), told[0].Iteration);
        Assert.All(told, p => Assert.Equal(8, p.Iterations));
    }

    [Fact]
    public void Given_the_state_of_another_drawing_or_a_damaged_one_When_drawn_Then_it_begins_anew()
    {
        Assert.Throws<OperationCanceledException>(() => Resume(threads: 1, Options, stop: 3, out _));
        var other = Options with { Seed = 2 };
        Assert.Throws<OperationCanceledException>(() => Resume(threads: 1, other, stop: 2, out _));
        Assert.Null(State(Options).Read());
        Assert.Throws<OperationCanceledException>(() => Resume(threads: 1, other, stop: 4, out _));
        var state = File.ReadAllBytes(Path);
        state[state.Length / 2] ^= 1;
        File.WriteAllBytes(Path, state);
        Assert.Null(State(other).Read());
        File.WriteAllText(Path, "no zip");

        Assert.Null(State(other).Read());
        Assert.Throws<OperationCanceledException>(() => Resume(threads: 1, other, stop: 2, out _));

        Assert.Equal(2, State(other).Read()!.Chain.Iteration);
        Assert.Null(State(Options).Read());
        var half = $"{Path}.7.{Guid.Empty:N}.tmp";
        File.WriteAllText(half, "");
        State(other).Remove();
        Assert.False(File.Exists(Path) || File.Exists(half));
    }

    [Fact]
    public void Given_what_decides_an_image_When_it_changes_Then_so_does_the_fingerprint_and_not_by_threads()
    {
        var own = Stripes.Value.Fingerprint(Options, "cpu");
        var grey = WFrameTexture.Learn([TextureParts.Stripes(64, 64, grey: true)], TextureParts.Trunk);

        string[] all =
        [
            own,
            Stripes.Value.Fingerprint(Options, "ort-cpu"),
            Stripes.Value.Fingerprint(Options with { Seed = 2 }, "cpu"),
            Stripes.Value.Fingerprint(Options with { Index = 2 }, "cpu"),
            Stripes.Value.Fingerprint(Options with { Tile = Tiling.X }, "cpu"),
            Stripes.Value.Fingerprint(Options with { Size = new(64, 68) }, "cpu"),
            grey.Fingerprint(Options, "cpu"),
        ];

        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.Equal(own, Stripes.Value.Fingerprint(Options with { }, "cpu"));
    }

    private float[] Resume(int threads, TextureOptions options, int stop, out List<TextureProgress> told) =>
        Draw(threads, options, stop, out told, State(options));

    private DrawingFile State(TextureOptions options) => new(Path, $"{options}", TimeProvider.System, TimeSpan.Zero);

    private static float[] Draw(
        int threads,
        TextureOptions options,
        int stop,
        out List<TextureProgress> told,
        DrawingFile? file = null
    )
    {
        using var engine = EngineFactory.Create(TextureParts.Trunk.WithAveragePools(), "auto", threads).Engine;
        using var source = new CancellationTokenSource();
        var all = told = [];
        var listener = new Listener(p =>
        {
            all.Add(p);
            if (p.Iteration == stop)
            {
                source.Cancel();
            }
        });
        return new TextureDrawing(engine, Levels.Value, Short, options, listener, file)
            .Run(source.Token)
            .Values.ToArray();
    }

    private sealed class Listener(Action<TextureProgress> told) : IProgress<TextureProgress>
    {
        public void Report(TextureProgress value) => told(value);
    }
}
