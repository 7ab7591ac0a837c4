using Parquet;
using WFrame.Cli.Verbs.Score;
using WFrame.Engines;
using WFrame.Images;
using WFrame.Images.Sources;

namespace WFrame.Cli.Tests;

public sealed class ScoreTests(TrainedRun trained) : IClassFixture<TrainedRun>
{
    /// <summary>A name with everything that breaks careless writers.</summary>
    private const string Hostile = "a,\"b\"\nc é.png";

    [Fact]
    public void Given_a_hostile_name_when_written_as_csv_then_it_survives()
    {
        var (images, output) = (Images("csv"), trained.At("s.csv"));

        Invocation.Run("score", trained.Model, images, "--output", output).Succeeds();

        var text = File.ReadAllText(output);
        Assert.StartsWith("image,label,component,score,phi,similarity\r\n", text, StringComparison.Ordinal);
        Assert.Contains(
            "\"" + Path.Combine(images, Hostile).Replace("\"", "\"\"", StringComparison.Ordinal) + "\",,model,",
            text,
            StringComparison.Ordinal
        );
        Invocation.Run("score", trained.Model, images, "--output", output).Fails(2, "exists");
    }

    [Fact]
    public async Task Given_three_formats_when_compared_then_the_numbers_are_the_same()
    {
        var images = Images("all");
        foreach (var extension in (string[])["jsonl", "parquet"])
        {
            Invocation.Run("score", trained.Model, images, "--output", trained.At($"t.{extension}")).Succeeds();
        }

        var direct = Invocation.Run("score", trained.Model, images, "--json").Succeeds().Json["scores"]!.AsArray();
        var lines = (await File.ReadAllLinesAsync(trained.At("t.jsonl"))).Select(l => JsonNode.Parse(l)!).ToArray();
        await using var parquet = await ParquetReader.CreateAsync(trained.At("t.parquet"));
        using var group = parquet.OpenRowGroupReader(0);
        var scores = new double[2];
        var names = new string?[2];
        var fields = parquet.Schema.GetDataFields();
        await group.ReadAsync<double>(fields.Single(f => f.Name == "score"), scores);
        await group.ReadAsync(fields.Single(f => f.Name == "image"), names.AsMemory());

        Assert.Equal(2, lines.Length);
        Assert.Equal(direct.Select(r => (double)r!["score"]!), lines.Select(l => (double)l["score"]!));
        Assert.Equal(scores, lines.Select(l => (double)l["score"]!));
        Assert.Equal(names, lines.Select(l => (string)l["image"]!));
        Assert.Contains(Path.Combine(images, Hostile), names!);
    }

    [Fact]
    public void Given_a_bad_image_when_skipped_then_it_is_listed_and_the_rest_is_scored()
    {
        var images = Images("bad");
        File.WriteAllText(Path.Combine(images, "broken.png"), "no picture");

        Invocation
            .Run("score", trained.Model, images, "--output", trained.At("bad.csv"), "--verbosity", "quiet")
            .Fails(2, "broken.png");
        var run = Invocation.Run("score", trained.Model, images, "--json", "--skip-bad-images");

        Assert.False(File.Exists(trained.At("bad.csv")));
        Assert.Equal(2, (int)run.Succeeds().Json["images"]!);
        Assert.Contains("broken.png", (string)run.Json["skipped"]![0]!, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_a_list_that_names_a_missing_image_when_skipped_then_it_is_listed_and_the_rest_is_scored()
    {
        File.WriteAllLines(trained.At("list.txt"), [SmallRuns.Photograph, "gone.png", SmallRuns.Photograph]);
        string[] score = ["score", trained.Model, $"@{trained.At("list.txt")}"];

        Invocation.Run([.. score, "--verbosity", "quiet"]).Fails(2, "gone.png", "line 2");
        var run = Invocation.Run([.. score, "--json", "--skip-bad-images"]);

        Assert.Equal(2, (int)run.Succeeds().Json["images"]!);
        Assert.Contains("gone.png", (string)run.Json["skipped"]![0]!, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_only_bad_images_when_skipped_then_the_first_reason_is_named()
    {
        File.WriteAllText(trained.At("one.png"), "no picture");

        Invocation
            .Run("score", trained.Model, trained.At("one.png"), "--skip-bad-images", "--verbosity", "quiet")
            .Fails(2, "None of 1 images", "one.png");
    }

    [Fact]
    public void Given_another_extension_when_scored_then_the_formats_are_named() =>
        Invocation.Run("score", trained.Model, SmallRuns.Photograph, "--output", "x.xlsx").Fails(2, ".csv", ".parquet");

    [Fact]
    public void Given_no_images_when_scored_then_they_are_asked_for() =>
        Invocation.Run("score", trained.Model).Fails(2, "IMAGES is missing");

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    [InlineData("a\nb", "\"a\nb\"")]
    public void Given_text_when_quoted_then_it_follows_the_format(string text, string field) =>
        Assert.Equal(field, ScoreFormats.CsvField(text));

    [Fact]
    public void Given_an_allowed_share_of_false_alarms_when_scored_then_each_row_has_the_verdict_of_its_p()
    {
        var (images, output, run) = (Images("verdict"), trained.At("verdict.csv"), trained.At("four"));
        string[] arguments = SmallRuns.Arguments(run);
        arguments[Array.IndexOf(arguments, "--crops") + 1] = "4";
        Invocation.Run(arguments).Succeeds();

        Invocation.Run("score", run, images, "--output", output, "--false-alarms", "0.2").Succeeds();
        var rows = Invocation.Run("score", run, images, "--json", "--false-alarms", "0.2").Succeeds().Json[
            "scores"
        ]!.AsArray();

        Assert.Contains(",percentile,p,verdict\r\n", File.ReadAllText(output), StringComparison.Ordinal);
        Assert.All(rows, r => Assert.Equal((double)r!["p"]! < 0.2 ? "other" : "fits", (string)r["verdict"]!));
        Invocation.Run("score", run, images, "--false-alarms", "0").Fails(2, "--false-alarms", "0.01");
    }

    [Fact]
    public void Given_a_model_of_a_texture_when_scored_then_p_and_the_verdict_are_those_of_its_maps()
    {
        var (images, run) = (Images("textured"), trained.At("texture-run"));
        string[] arguments = SmallRuns.Arguments(run, "--theta", "filter");
        arguments[Array.IndexOf(arguments, "--crops") + 1] = "5";
        Invocation.Run(arguments).Succeeds();
        var model = WFrameModel.Load(Path.Combine(run, "model.zip"));
        using var engine = EngineFactory.Create(model.Trunk, new EngineOptions()).Engine;
        var pixels = new PixelOptions { Size = model.Size, CropSide = model.CropSide };
        var loaded = PixelLoader.Load(ImageSource.Expand([images]), pixels, model.Trunk.Mean);
        var maps = model.Maps(engine, loaded.Pixels);

        var table = Invocation.Run("score", run, images).Succeeds();
        var rows = Invocation
            .Run("score", run, images, "--json", "--false-alarms", "0.5", "--map", trained.At("texture-maps"))
            .Succeeds()
            .Json["scores"]!.AsArray();

        Assert.Contains("deviation", table.Out, StringComparison.Ordinal);
        Assert.Equal(2, rows.Count);
        for (var i = 0; i < rows.Count; i++)
        {
            Assert.Equal(maps.Deviation![i], (double)rows[i]!["deviation"]!, 1e-4);
            Assert.Equal(maps.P![i], (double)rows[i]!["p"]!, 1e-4);
            Assert.Equal(maps.P[i] < 0.5 ? "other" : "fits", (string)rows[i]!["verdict"]!);
            Assert.NotEqual(model.Score(engine, loaded.Pixels).P![i], maps.P[i], 1e-4);
        }
    }

    [Fact]
    public void Given_an_older_model_file_when_scored_then_similarity_is_that_to_its_chains_and_a_sentence_says_what_is_missing()
    {
        var (images, old) = (Images("old"), trained.At("old.zip"));
        var model = WFrameModel.Load(trained.Model);
        var components = model.Components.Select(c => c with { Reference = null });
        new WFrameModel(model.Trunk, model.Size, model.Options, [.. components], model.History).Save(old);

        var run = Invocation.Run("score", old, images, "--json").Succeeds();
        var row = run.Json["scores"]![0]!.AsObject();

        Assert.Contains("percentile and p are left out", run.Error, StringComparison.Ordinal);
        Assert.True(row.ContainsKey("similarity") && !row.ContainsKey("p"));
        Invocation.Run("score", old, images, "--false-alarms", "0.1").Fails(2, "--false-alarms", "train it again");
    }

    [Fact]
    public void Given_a_folder_for_maps_when_scored_then_each_image_has_a_picture_and_an_array()
    {
        var (images, maps) = (Images("mapped"), trained.At("maps"));

        Invocation.Run("score", trained.Model, images, "--map", maps).Succeeds();

        var arrays = Directory.GetFiles(maps, "*.npy").Order().ToArray();
        Assert.Equal(2, arrays.Length);
        Assert.Equal(2, Directory.GetFiles(maps, "*.png").Length);
        var bytes = File.ReadAllBytes(arrays[1]);
        Assert.Contains(
            "'<f4', 'fortran_order': False, 'shape': (16, 16)",
            System.Text.Encoding.ASCII.GetString(bytes, 0, 128),
            StringComparison.Ordinal
        );
        var values = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(bytes.AsSpan(128)).ToArray();
        Assert.Equal(256, values.Length);
        Assert.All(values, value => Assert.InRange(value, -1e-5, 1));
        Invocation.Run("score", trained.Model, images, "--map", maps).Fails(2, "--map", "--overwrite");
        Invocation.Run("score", trained.Model, images, "--map", maps, "--overwrite").Succeeds();
    }

    [Fact]
    public void Given_more_images_than_one_batch_when_scored_then_all_maps_are_written_under_their_numbers()
    {
        var (maps, list) = (trained.At("many-maps"), trained.At("many.txt"));
        string[] files =
        [
            SmallRuns.Photograph,
            Path.Combine(Path.GetDirectoryName(SmallRuns.Photograph)!, "brick.png"),
        ];
        File.WriteAllLines(list, Enumerable.Range(0, 301).Select(i => files[i % 2]));

        Invocation.Run("score", trained.Model, $"@{list}", "--map", maps).Succeeds();

        var arrays = Directory.GetFiles(maps, "*.npy").Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(301, arrays.Length);
        Assert.Equal(301, Directory.GetFiles(maps, "*.png").Length);
        Assert.NotEqual(File.ReadAllBytes(arrays[0]), File.ReadAllBytes(arrays[1]));
        for (var i = 0; i < arrays.Length; i++)
        {
            Assert.StartsWith($"{i + 1:d5}-", Path.GetFileName(arrays[i]), StringComparison.Ordinal);
            Assert.Equal(File.ReadAllBytes(arrays[i % 2]), File.ReadAllBytes(arrays[i]));
        }
    }

    [Fact]
    public void Given_a_model_of_a_crop_when_scored_without_then_its_own_crop_is_taken()
    {
        var cropped = trained.At("cropped");
        SmallRuns.Train(cropped, "--crop", "100").Succeeds();
        var images = Images("crop");

        var own = Invocation.Run("score", cropped, images, "--json").Succeeds();
        var same = Invocation.Run("score", cropped, images, "--json", "--crop", "100").Succeeds();
        var other = Invocation.Run("score", cropped, images, "--json", "--crop", "200").Succeeds();

        Assert.Equal((double)same.Json["scores"]![0]!["score"]!, (double)own.Json["scores"]![0]!["score"]!);
        Assert.NotEqual((double)other.Json["scores"]![0]!["score"]!, (double)own.Json["scores"]![0]!["score"]!);
        Assert.Contains(
            "--crop 200 is not what the model was trained with, 100",
            other.Error,
            StringComparison.Ordinal
        );
    }

    private string Images(string name)
    {
        var folder = Directory.CreateDirectory(trained.At(name)).FullName;
        File.Copy(SmallRuns.Photograph, Path.Combine(folder, Hostile));
        File.Copy(SmallRuns.Photograph, Path.Combine(folder, "plain.png"));
        return folder;
    }
}
