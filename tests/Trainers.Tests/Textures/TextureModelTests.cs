using Microsoft.ML;
using Microsoft.ML.Data;
using WFrame.Engines;
using WFrame.Responses;
using WFrame.Testing;
using WFrame.Textures;
using WFrame.Trainers.Tests.MLNet;
using WFrame.Trunks;

namespace WFrame.Trainers.Tests.Textures;

/// <summary>The model that a texture scores with, and its file.</summary>
public sealed class TextureModelTests : IDisposable
{
    private static readonly EngineOptions OneThread = new() { Threads = 1 };

    // Stripes that 64 px can be wrapped around.
    private static readonly PixelBatch Photograph = TextureParts.Stripes(
        128,
        136,
        down: 12 * Math.PI / 64,
        across: 4 * Math.PI / 64
    );

    private static readonly Lazy<WFrameTexture> Stripes = new(() =>
        WFrameTexture.Learn([Photograph], TextureParts.Trunk, OneThread)
    );

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Given_a_texture_When_its_model_is_learned_Then_the_chain_has_the_photographs_statistics_by_filters_alone()
    {
        var model = Stripes.Value.ToModel(OneThread);

        Assert.True(model.IsTexture);
        Assert.Equal(["conv1_1", "conv1_2", "conv2_2", "conv3_3"], model.Taps.Select(tap => tap.Layer));
        Assert.Equal(new ImageSize(64, 64), model.Size);
        using var engine = EngineFactory.Create(model.Trunk, OneThread).Engine;
        var layout = model.Trunk.Layout(model.Size, model.Taps, Tiling.XY);
        var (learned, noise) = (Error(model.Components[0].Chains), Error(TextureParts.Noise(64, 64, 1)));
        Assert.True(learned < 0.1 * noise, $"{learned} of the chain, {noise} of noise");

        double Error(PixelBatch image)
        {
            var sums = new float[layout.ThetaLength];
            engine.Statistics(image, layout, sums);
            var (observed, error) = (Stripes.Value.Finest(engine, default), 0.0);
            foreach (var tap in layout.Taps)
            {
                for (var k = tap.ThetaOffset; k < tap.ThetaOffset + tap.Channels; k++)
                {
                    error +=
                        Math.Pow(((sums[k] / tap.Positions) - observed.Observed[k]) / observed.Scales[k], 2)
                        / tap.Channels;
                }
            }
            return error;
        }
    }

    [Fact]
    public void Given_a_model_of_a_texture_When_images_are_scored_Then_the_photograph_is_like_it_and_noise_is_not()
    {
        var model = Stripes.Value.ToModel(OneThread);
        using var engine = EngineFactory.Create(model.Trunk, OneThread).Engine;
        var own = Pyramid.Part(Photograph, 20, 30, model.Size);

        var (like, unlike) = (model.Score(engine, own), model.Score(engine, TextureParts.Noise(64, 64, 3)));

        Assert.True(model.IsCalibrated);
        Assert.True(like.Similarity![0] > 0.95, $"{like.Similarity[0]}");
        Assert.True(unlike.Similarity![0] < 0.9, $"{unlike.Similarity[0]}");
        Assert.True(unlike.P![0] < 0.01 * like.P![0], $"{unlike.P[0]} {like.P[0]}");
        // Filter theta scores any size; weights of the responses' sums do not depend on it.
        Assert.Equal(1, model.Score(engine, TextureParts.Noise(40, 52, 3)).Images);
    }

    [Fact]
    public void Given_theta_When_read_as_weights_Then_Phi_is_n_times_theta_times_the_mean_responses_in_their_units()
    {
        var (trunk, size) = (TextureParts.Trunk.WithAveragePools(), new ImageSize(24, 32));
        var layout = trunk.Layout(
            size,
            [new Tap("conv1_2", ThetaForm.Filter), new Tap("conv3_3", ThetaForm.Filter)],
            Tiling.XY
        );
        var random = new Random(3);
        double[] Numbers() => [.. Enumerable.Range(0, layout.ThetaLength).Select(_ => random.NextDouble() + 0.5)];
        var (observed, scales, theta) = (Numbers(), Numbers(), Numbers());
        var filters = new FilterTheta(layout, observed, scales, size.Area) { Values = theta };
        var (weights, responses) = (new double[theta.Length], new float[layout.Length]);
        using var engine = EngineFactory.Create(trunk, OneThread).Engine;
        engine.Responses(TextureParts.Noise(24, 32, 8), layout, responses);

        filters.AddWeights(weights);

        var phi = Energy.Phi([.. weights.Select(w => (float)w)], responses, layout);
        var expected = 0.0;
        foreach (var tap in layout.Taps)
        {
            for (var k = 0; k < tap.Channels; k++)
            {
                var map = responses.AsSpan(tap.Offset + (k * tap.Positions), tap.Positions).ToArray();
                var mean = map.Average(v => (double)v);
                expected += size.Area * theta[tap.ThetaOffset + k] * mean / scales[tap.ThetaOffset + k];
            }
        }
        Assert.Equal(expected, phi, 1e-6 * expected);
    }

    [Fact]
    public void Given_a_saved_texture_When_opened_by_others_Then_engines_ONNX_Runtime_and_stock_MLNet_find_the_same_Phi()
    {
        var path = folder.At("stripes.texture");
        Stripes.Value.Save(path, OneThread);
        var model = WFrameModel.Load(path);
        var images = new PixelBatch(2, model.Size);
        Pyramid.Part(Photograph, 7, 11, model.Size).Values.CopyTo(images.Values);
        TextureParts.Noise(64, 64, 5).Values.CopyTo(images.Values[model.Size.Dimension..]);
        using var cpu = EngineFactory.Create(model.Trunk, OneThread).Engine;
        using var ort = EngineFactory.Create(model.Trunk, new EngineOptions { Device = "ort-cpu" }).Engine;

        var (scores, others) = (model.Score(cpu, images), model.Score(ort, images));

        var context = new MLContext();
        var stock = context.Model.Load(path, out _);
        var scored = stock.Transform(PixelRows.View(context, images));
        var (phi, score) = (Column("Phi"), Column("Score"));
        for (var i = 0; i < images.Count; i++)
        {
            // Terms of Phi cancel, so their size is the scale of its rounding.
            var terms = Terms(model, cpu, images.Slice(i, 1));
            Assert.InRange(Math.Abs(others.PhiOf(i, 0) - scores.PhiOf(i, 0)), 0, 1e-5 * terms);
            Assert.InRange(Math.Abs(phi[i] - scores.PhiOf(i, 0)), 0, 2e-5 * terms);
            Assert.InRange(Math.Abs(score[i] - scores.ScoreOf(i, 0)), 0, 2e-5 * terms);
            Assert.NotEqual(0, phi[i]);
        }
        (stock as IDisposable)?.Dispose();

        float[] Column(string name) =>
            [.. scored.GetColumn<VBuffer<float>>(name).Select(v => v.DenseValues().Single())];
    }

    [Fact]
    public void Given_a_saved_texture_When_loaded_without_a_trunk_Then_it_draws_and_saves_the_same_and_the_model_keeps_all()
    {
        var (path, again) = (folder.At("a.texture"), folder.At("b.texture"));
        Stripes.Value.Save(path, OneThread);
        var options = new TextureOptions { Size = new(32, 32) };

        var loaded = WFrameTexture.Load(path);

        Assert.Equal(Drawn(Stripes.Value), Drawn(loaded));
        Assert.True(loaded.IsIn(path));
        loaded.Save(again, OneThread);
        Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(again));
        WFrameModel.Load(path).Save(again);
        Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(again));

        float[] Drawn(WFrameTexture texture) => texture.Draw(options, OneThread).Values.ToArray();
    }

    [Fact]
    public void Given_any_number_of_threads_When_the_model_is_learned_Then_the_bytes_are_the_same()
    {
        var (one, three) = (folder.At("1.texture"), folder.At("3.texture"));
        WFrameTexture Learn() => WFrameTexture.Learn([TextureParts.Stripes(64, 64)], TextureParts.Trunk, OneThread);

        Learn().Save(one, OneThread);
        Learn().Save(three, new EngineOptions { Threads = 3 });

        Assert.Equal(File.ReadAllBytes(one), File.ReadAllBytes(three));
    }

    [Fact]
    public void Given_the_JSON_of_an_earlier_version_When_used_Then_it_draws_and_can_be_saved_and_scoring_says_what_to_do()
    {
        var (old, renewed) = (folder.At("old.texture"), folder.At("new.texture"));
        Stripes.Value.Save(renewed, OneThread);
        File.WriteAllBytes(old, WFrameModel.Load(renewed).TextureEntry!);

        var texture = WFrameTexture.Load(old, TextureParts.Trunk);

        Assert.Contains(
            "learn it again",
            Assert.Throws<InvalidContentException>(() => WFrameModel.Load(old)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "without its trunk",
            Assert.Throws<InvalidContentException>(() => WFrameTexture.Load(old)).Message,
            StringComparison.Ordinal
        );
        Assert.True(texture.IsIn(renewed));
        texture.Save(renewed, OneThread);
        Assert.True(WFrameModel.Load(renewed).IsTexture);
    }

    [Fact]
    public void Given_a_texture_When_images_are_wanted_of_its_model_Then_one_sentence_says_that_it_only_scores()
    {
        var model = Stripes.Value.ToModel(OneThread);
        var image = new PixelBatch(1, model.Size);

        Action[] uses =
        [
            () => model.Sample(1),
            () => WFrameCompletion.Model(model, image, new bool[model.Size.Area]),
            () => new WFrameTrainer(trunk: model.Trunk, engine: OneThread) { From = model }.Fit(image),
        ];

        Assert.All(
            uses,
            use => Assert.Contains("only scores", Assert.Throws<UsageException>(use).Message, StringComparison.Ordinal)
        );
        Models.Random(Trunk.Vgg16Conv4(), new(8, 8), 1).Save(folder.At("faces.zip"));
        var other = Assert.Throws<InvalidContentException>(() => WFrameTexture.Load(folder.At("faces.zip")));
        Assert.Contains("a model of images", other.Message, StringComparison.Ordinal);
    }

    private static double Terms(WFrameModel model, IEnergyEngine engine, PixelBatch image)
    {
        var (layout, terms) = (model.ThetaOf(0).Layout, 0.0);
        float[] sizes = [.. model.Components[0].Theta.Select(Math.Abs)];
        engine.ForEachResponse(image, layout, (_, responses) => terms = Energy.Phi(sizes, responses, layout));
        return terms;
    }
}
