using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Onnx;
using WFrame.Engines;
using WFrame.ModelFile;
using WFrame.Testing;
using WFrame.Trunks;

namespace WFrame.Trainers.Tests.MLNet;

public sealed class ModelFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Path => folder.At("model.zip");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(ThetaForm.Spatial)]
    [InlineData(ThetaForm.Filter)]
    public void Given_a_learned_model_when_saved_and_loaded_then_every_number_is_the_same(ThetaForm form)
    {
        var model = Models.Trained(form);

        model.Save(Path);
        var loaded = WFrameModel.Load(Path);

        Assert.Equal(model.Size, loaded.Size);
        Assert.Equal(model.Options, loaded.Options);
        Assert.Equal(model.History.Select(r => r with { Seconds = 0 }), loaded.History);
        Assert.Equal(model.Trunk.Mean, loaded.Trunk.Mean);
        foreach (var (expected, actual) in model.Components.Zip(loaded.Components))
        {
            Assert.Equal(
                (expected.Name, expected.Iterations, expected.Diverged),
                (actual.Name, actual.Iterations, actual.Diverged)
            );
            Assert.Equal(expected.Theta, actual.Theta);
            Assert.Equal(expected.Chains.Values.ToArray(), actual.Chains.Values.ToArray());
            Assert.Equal(expected.Reference!.Direction, actual.Reference!.Direction);
            Assert.Equal(expected.Reference.LeftOut, actual.Reference.LeftOut);
            Assert.Equal(expected.Reference.Samples, actual.Reference.Samples);
            Assert.Equal(expected.Reference.FirstPhi, actual.Reference.FirstPhi);
        }
        Assert.Equal(2, loaded.Components.Count);
    }

    [Fact]
    public void Given_the_default_trunk_when_saved_and_loaded_then_its_sha256_is_kept()
    {
        var trunk = Trunk.Vgg16Conv4();

        Models.Random(trunk, new(8, 8), 1).Save(Path);

        Assert.Equal(trunk.Sha256, WFrameModel.Load(Path).Trunk.Sha256);
    }

    [Theory]
    [InlineData(8, 8, 1)]
    [InlineData(6, 10, 3)]
    public void Given_a_model_when_its_stock_part_is_written_then_the_bytes_are_those_that_MLNet_writes(
        int height,
        int width,
        int components
    )
    {
        AssertStock(Models.Random(SmallTrainings.Trunk, new(height, width), components));
    }

    [Fact]
    public void Given_a_learned_model_when_its_stock_part_is_written_then_the_bytes_are_those_that_MLNet_writes() =>
        AssertStock(Models.Trained());

    private static void AssertStock(WFrameModel model)
    {
        var context = new MLContext();
        using var transformer = ScoringModel.Create(context, model, model.Trunk);
        var expected = Stock(context, model, transformer);
        Assert.Equal(expected.OrderBy(e => e.Key, StringComparer.Ordinal), ScoringModel.Entries(model, model.Trunk));
    }

    private static Dictionary<string, byte[]> Stock(MLContext context, WFrameModel model, OnnxTransformer transformer)
    {
        using var memory = new MemoryStream();
        context.Model.Save(transformer, ScoringModel.EmptyInput(context, model.Size).Schema, memory);
        using var zip = new ZipArchive(memory, ZipArchiveMode.Read);
        return zip.Entries.ToDictionary(e => e.FullName, e => ZipEntries.ReadBytes(zip, e.FullName));
    }

    [Theory]
    [InlineData(ThetaForm.Spatial)]
    [InlineData(ThetaForm.Filter)]
    public void Given_a_model_file_when_opened_by_stock_MLNet_then_it_scores_as_the_model_does(ThetaForm form)
    {
        var model = Models.Trained(form);
        var images = SmallTrainings.Images(5, 9);
        model.Save(Path);

        var context = new MLContext();
        var transformer = context.Model.Load(Path, out var schema);
        var rows = context
            .Data.CreateEnumerable<Scored>(transformer.Transform(PixelRows.View(context, images)), false)
            .ToList();

        using var onnx = Assert.IsType<OnnxTransformer>(transformer);
        Assert.Equal("Pixels", Assert.Single(schema).Name);
        Assert.Equal([3, 8, 8], Assert.IsType<VectorDataViewType>(schema[0].Type).Dimensions.ToArray());
        using var engine = EngineFactory.Create(model.Trunk, "ort-cpu", 1).Engine;
        var scores = model.Score(engine, images);
        AssertClose(scores.Score, rows.SelectMany(r => r.Score!));
        AssertClose(scores.Phi, rows.SelectMany(r => r.Phi!));
        AssertClose(scores.Similarity!, rows.SelectMany(r => r.Similarity!));
    }

    [Theory]
    [InlineData(ThetaForm.Spatial)]
    [InlineData(ThetaForm.Filter)]
    public void Given_a_model_file_when_opened_by_stock_MLNet_then_its_maps_are_those_of_the_most_similar_component(
        ThetaForm form
    )
    {
        var model = Models.Trained(form);
        var images = SmallTrainings.Images(5, 9);
        model.Components[1].Chains.Image(0).CopyTo(images.Image(2));
        images.Image(4).Span.Clear();
        model.Save(Path);

        var context = new MLContext();
        using var transformer = (OnnxTransformer)context.Model.Load(Path, out _);
        var scored = transformer.Transform(PixelRows.View(context, images));
        var rows = context.Data.CreateEnumerable<Mapped>(scored, false).ToList();

        using var engine = EngineFactory.Create(model.Trunk, "ort-cpu", 1).Engine;
        var similarity = model.Score(engine, images).Similarity!.Chunk(2).ToArray();
        var expected = rows.SelectMany(
            (_, i) =>
            {
                var best = similarity[i][1] > similarity[i][0] ? 1 : 0;
                return model.Maps(engine, images.Slice(i, 1), best).Values;
            }
        );
        Assert.Equal([0, 1], similarity.Select(s => s[1] > s[0] ? 1 : 0).Distinct().Order());
        AssertClose([.. expected.Select(v => (double)v)], rows.SelectMany(r => r.Map!));
        var type = Assert.IsType<VectorDataViewType>(scored.Schema["Map"].Type);
        Assert.Equal(images.Size.Area, type.Size);
    }

    [Fact]
    public void Given_equal_trainings_on_one_and_two_threads_when_saved_then_the_bytes_are_equal()
    {
        Models.Trained(threads: 1).Save(Path);
        Models.Trained(threads: 2).Save(folder.At("second.zip"));

        Assert.Equal(File.ReadAllBytes(Path), File.ReadAllBytes(folder.At("second.zip")));
    }

    [Fact]
    public void Given_a_loaded_model_when_saved_again_then_the_bytes_are_equal()
    {
        Models.Trained().Save(Path);

        WFrameModel.Load(Path).Save(folder.At("again.zip"));

        Assert.Equal(File.ReadAllBytes(Path), File.ReadAllBytes(folder.At("again.zip")));
    }

    [Fact]
    public void Given_a_theta_that_is_not_finite_when_saved_then_it_is_refused_and_the_older_file_stays()
    {
        var model = Models.Random(SmallTrainings.Trunk, SmallTrainings.Size, 2);
        File.WriteAllText(Path, "older");
        model.Components[1].Theta[3] = float.NaN;

        var error = Assert.Throws<DivergedException>(() => model.Save(Path));

        Assert.Contains("component 1", error.Message, StringComparison.Ordinal);
        Assert.Equal("older", File.ReadAllText(Path));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Given_a_chain_that_is_not_finite_when_saved_then_it_is_refused()
    {
        var model = Models.Random(SmallTrainings.Trunk, SmallTrainings.Size, 2);
        model.Components[1].Chains.Values.Span[^1] = float.PositiveInfinity;

        Assert.Throws<DivergedException>(() => model.Save(Path));
    }

    [Fact]
    public void Given_a_folder_that_does_not_exist_when_saved_then_it_fails_and_nothing_is_written()
    {
        var model = Models.Random(SmallTrainings.Trunk, SmallTrainings.Size, 1);

        Assert.Throws<DirectoryNotFoundException>(() => model.Save(folder.At("none", "model.zip")));

        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Given_100_components_of_64_px_when_saved_and_loaded_then_theta_is_the_same()
    {
        var model = Models.Random(Trunk.Vgg16Conv4(), new(64, 64), 100);

        model.Save(Path);
        var loaded = WFrameModel.Load(Path);

        Assert.Equal(100, loaded.Components.Count);
        Assert.Equal(model.Components[99].Theta, loaded.Components[99].Theta);
        using var transformer = (OnnxTransformer)new MLContext().Model.Load(Path, out _);
        Assert.NotNull(transformer);
    }

    private static void AssertClose(double[] expected, IEnumerable<float> actual) =>
        Assert.True(Compare.RelativeError([.. actual.Select(v => (double)v)], expected) <= 1e-5);

    private sealed class Scored
    {
        public float[]? Score { get; set; }

        public float[]? Phi { get; set; }

        public float[]? Similarity { get; set; }
    }

    private sealed class Mapped
    {
        public float[]? Map { get; set; }
    }
}
