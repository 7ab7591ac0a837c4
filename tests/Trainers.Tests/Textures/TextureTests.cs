using WFrame.Testing;

namespace WFrame.Trainers.Tests.Textures;

public sealed class TextureTests
{
    private static readonly EngineOptions OneThread = new() { Threads = 1 };

    private static readonly Lazy<WFrameTexture> Stripes = new(() =>
        WFrameTexture.Learn([TextureParts.Stripes(64, 72)], TextureParts.Trunk, OneThread)
    );

    [Fact]
    public void Given_a_texture_When_drawn_Then_its_error_falls_and_its_colours_are_the_photographs()
    {
        var errors = new List<double>();
        var options = new TextureOptions { Size = new(48, 32) };

        var image = Stripes.Value.Draw(options, OneThread, new Listener(p => errors.Add(p.Error)));

        Assert.Equal(new ImageSize(48, 32), image.Size);
        Assert.True(errors[^1] < 0.2 * errors[0], $"The error went from {errors[0]} to {errors[^1]}.");
        var photograph = TextureParts.Stripes(64, 72);
        for (var c = 0; c < 3; c++)
        {
            Assert.Equal(Mean(photograph, c), Mean(image, c), 0.5);
        }
    }

    [Fact]
    public void Given_several_levels_When_drawn_Then_each_ends_far_nearer_to_the_photograph_than_it_began()
    {
        var texture = WFrameTexture.Learn([TextureParts.Stripes(128, 128)], TextureParts.Trunk, OneThread);
        var told = new List<TextureProgress>();

        _ = texture.Draw(new TextureOptions { Size = new(64, 64) }, OneThread, new Listener(told.Add));

        var levels = told.GroupBy(p => p.Level).ToArray();
        Assert.True(levels.Length > 1);
        Assert.All(
            levels,
            level =>
            {
                var (first, last) = (level.First().Error, level.Last().Error);
                Assert.True(last < 0.2 * first, $"Level {level.Key}: from {first} to {last}.");
            }
        );
    }

    [Fact]
    public void Given_one_seed_When_drawn_with_other_numbers_of_threads_Then_the_bytes_are_the_same_and_another_seeds_are_not()
    {
        var options = new TextureOptions { Size = new(32, 48) };

        var image = Stripes.Value.Draw(options, OneThread);

        Assert.Equal(
            image.Values.ToArray(),
            Stripes.Value.Draw(options, new EngineOptions { Threads = 3 }).Values.ToArray()
        );
        Assert.NotEqual(
            image.Values.ToArray(),
            Stripes.Value.Draw(options with { Seed = 2 }, OneThread).Values.ToArray()
        );
        Assert.NotEqual(
            image.Values.ToArray(),
            Stripes.Value.Draw(options with { Index = 1 }, OneThread).Values.ToArray()
        );
    }

    [Theory]
    [InlineData(33, 47, Tiling.XY)]
    [InlineData(32, 50, Tiling.X)]
    [InlineData(41, 32, Tiling.None)]
    public void Given_any_size_and_tiling_When_drawn_Then_the_image_has_the_size(int height, int width, Tiling tiling)
    {
        var options = new TextureOptions { Size = new(height, width), Tile = tiling };

        var image = Stripes.Value.Draw(options, OneThread);

        Assert.Equal(options.Size, image.Size);
        Assert.All(image.Values.ToArray(), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Given_grey_photographs_When_drawn_Then_the_image_is_grey()
    {
        var texture = WFrameTexture.Learn([TextureParts.Stripes(64, 64, grey: true)], TextureParts.Trunk, OneThread);

        var image = texture.Draw(new TextureOptions { Size = new(32, 32) }, OneThread);

        for (var i = 0; i < image.Size.Area; i++)
        {
            var grey = image.Values.Span[i] + texture.Trunk.Mean[0];
            Assert.Equal(grey, image.Values.Span[image.Size.Area + i] + texture.Trunk.Mean[1], 1e-2f);
            Assert.Equal(grey, image.Values.Span[(2 * image.Size.Area) + i] + texture.Trunk.Mean[2], 1e-2f);
        }
    }

    [Fact]
    public void Given_a_saved_texture_When_loaded_Then_it_draws_the_same_bytes_and_holds_no_photograph()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "stripes.texture");
        var options = new TextureOptions { Size = new(32, 32) };

        Stripes.Value.Save(path);
        var loaded = WFrameTexture.Load(path, TextureParts.Trunk);

        Assert.Equal(
            Stripes.Value.Draw(options, OneThread).Values.ToArray(),
            loaded.Draw(options, OneThread).Values.ToArray()
        );
        Assert.Equal(File.ReadAllBytes(path), Resaved(loaded));

        byte[] Resaved(WFrameTexture texture)
        {
            texture.Save(path);
            return File.ReadAllBytes(path);
        }
    }

    [Theory]
    [InlineData("", "it is not the JSON of one")]
    [InlineData("{}", "its schema is missing")]
    [InlineData("{\"schema\":\"wframe.texture-model/1\",\"trunkSha256\":\"00\"}", "it belongs to the trunk")]
    [InlineData("{\"schema\":\"wframe.texture-model/1\",\"trunkSha256\":\"SHA\"}", "its numbers are missing")]
    [InlineData(
        "{\"schema\":\"wframe.texture-model/1\",\"trunkSha256\":\"SHA\",\"levels\":[null]}",
        "its numbers are missing"
    )]
    [InlineData(
        "{\"schema\":\"wframe.texture-model/1\",\"trunkSha256\":\"SHA\",\"levels\":[{}]}",
        "it is not the JSON of one"
    )]
    public void Given_a_damaged_texture_When_loaded_Then_one_sentence_says_why(string content, string expected)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "bad.texture");
        File.WriteAllText(path, content.Replace("SHA", TextureParts.Trunk.Sha256, StringComparison.Ordinal));

        var error = Assert.Throws<InvalidContentException>(() => WFrameTexture.Load(path, TextureParts.Trunk));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_a_photograph_that_is_too_small_When_learned_Then_it_is_refused()
    {
        var error = Assert.Throws<UsageException>(() =>
            WFrameTexture.Learn([TextureParts.Stripes(31, 64)], TextureParts.Trunk, OneThread)
        );
        Assert.Contains("31 px is too small", error.Message, StringComparison.Ordinal);
        Assert.Throws<UsageException>(() => WFrameTexture.Learn([], TextureParts.Trunk, OneThread));
        Assert.Throws<UsageException>(() => new TextureOptions { Size = new(8, 512) });
    }

    [Fact]
    public void Given_a_cancelled_token_When_drawn_Then_it_stops()
    {
        using var source = new CancellationTokenSource();
        var listener = new Listener(p =>
        {
            if (p.Iteration == 2)
            {
                source.Cancel();
            }
        });
        Assert.Throws<OperationCanceledException>(() =>
            Stripes.Value.Draw(new TextureOptions { Size = new(32, 32) }, OneThread, listener, source.Token)
        );
    }

    private static double Mean(PixelBatch image, int channel)
    {
        var sum = 0.0;
        foreach (var value in image.Values.Span.Slice(channel * image.Size.Area, image.Size.Area))
        {
            sum += value;
        }
        return sum / image.Size.Area;
    }

    private sealed class Listener(Action<TextureProgress> told) : IProgress<TextureProgress>
    {
        public void Report(TextureProgress value) => told(value);
    }
}
