using WFrame.Evaluation;
using WFrame.Evaluation.Catalog;
using WFrame.Images;
using WFrame.Images.Geometry;
using WFrame.Images.Sources;
using WFrame.Metrics;
using WFrame.Testing;
using WFrame.Trunks;

namespace WFrame.Experiments.Tests;

public sealed class ExperimentTests
{
    [Fact]
    public void GivenAnExperiment_WhenItRuns_ThenResultsTableAndPicturesAreThere()
    {
        using var folder = WithImages();

        var (code, output, diagnostics) = Run(folder, Small);

        Assert.True(code == 0, diagnostics);
        Assert.Contains("| small FRAME |", output, StringComparison.Ordinal);
        Assert.Equal(output, File.ReadAllText(folder.At("out", "small.md")));
        using var results = JsonDocument.Parse(File.ReadAllText(folder.At("out", "results.json")));
        var root = results.RootElement;
        Assert.Equal(ExperimentFolder.Schema, root.GetProperty("schema").GetString());
        Assert.Equal(64, root.GetProperty("trunk").GetProperty("sha256").GetString()!.Length);
        Assert.Equal(2, root.GetProperty("inputs").EnumerateObject().Count());
        var run = root.GetProperty("runs")[0];
        Assert.Equal("frame", run.GetProperty("options").GetProperty("method").GetString());
        Assert.Equal(3, run.GetProperty("responseDistance")[0].GetArrayLength());
        Assert.Equal(
            ["celeba/chelsea.png", "celeba/coffee.png"],
            run.GetProperty("images")[0].EnumerateArray().Select(image => image.GetString())
        );
        Assert.True(root.GetProperty("machine").GetProperty("threads").GetInt32() > 0);
        Assert.All(
            root.GetProperty("pictures").EnumerateArray(),
            p => Assert.True(File.Exists(folder.At("out", p.GetString()!)))
        );
        Assert.Equal(2, root.GetProperty("pictures").GetArrayLength());
    }

    [Fact]
    public void GivenResultsInTheFolder_WhenItRunsAgain_ThenOnlyOverwriteReplacesThem()
    {
        using var folder = WithImages();
        Assert.Equal(0, Run(folder, e => e.Note("first")).Code);

        var (refused, _, sentence) = Run(folder, e => e.Note("second"));
        var (replaced, output, _) = Run(folder, e => e.Note("third"), "--overwrite");

        Assert.Equal(2, refused);
        Assert.Contains("--overwrite", sentence, StringComparison.Ordinal);
        Assert.Equal(0, replaced);
        Assert.Contains("- third", output, StringComparison.Ordinal);
    }

    [Fact]
    public void GivenAMissingSet_WhenItRuns_ThenOneSentenceAndNothingWritten()
    {
        using var folder = WithImages();

        var (code, output, diagnostics) = Run(folder, e => e.Images.First("bedroom", 1, 8));

        Assert.Equal((2, ""), (code, output));
        Assert.Single(diagnostics.Trim().Split('\n'));
        Assert.Contains("has no bedroom", diagnostics, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.At("out")));
    }

    [Fact]
    public void GivenNoDataFolder_WhenItRuns_ThenExitCode2()
    {
        using var folder = new TemporaryFolder();

        var (code, _, diagnostics) = Run(folder, _ => Assert.Fail("must not run"));

        Assert.Equal(2, code);
        Assert.Contains("does not exist", diagnostics, StringComparison.Ordinal);
    }

    [Fact]
    public void GivenAFailure_WhenItRuns_ThenTheExitCodeTellsWhich()
    {
        using var folder = WithImages();

        Assert.Equal(2, Run(folder, _ => throw new InvalidContentException("bad file")).Code);
        Assert.Equal(3, Run(folder, _ => throw new DivergedException("diverged")).Code);
        Assert.Equal(1, Run(folder, _ => throw new IOException("disk full")).Code);
        Assert.Equal(130, Run(folder, _ => throw new OperationCanceledException()).Code);
    }

    [Fact]
    public void GivenASeed_WhenGroupsAreDrawn_ThenTheyShareNoImageAndDependOnTheSeed()
    {
        using var folder = WithImages();
        var images = new ExperimentImages(folder.At("data"), Trunk.VggMean);

        var first = images.Draw("celeba", groups: 2, count: 1, size: 8, seed: 1);
        var again = images.Draw("celeba", groups: 2, count: 1, size: 8, seed: 1);

        Assert.NotEqual(first[0].Observed.Values.ToArray(), first[1].Observed.Values.ToArray());
        Assert.Equal(first[0].Observed.Values.ToArray(), again[0].Observed.Values.ToArray());
        Assert.Throws<UsageException>(() => images.Draw("celeba", groups: 2, count: 2, size: 8, seed: 1));
    }

    [Fact]
    public void GivenEnoughImages_WhenSeedsDraw_ThenNoneSharesAnImageAndFurtherSeedsBeginAgain()
    {
        using var folder = WithImages();
        var images = new ExperimentImages(folder.At("data"), Trunk.VggMean);

        var drawn = new ulong[] { 0, 1, 2, 3 }
            .Select(seed =>
                images.FilesOf(images.Draw("celeba", groups: 1, count: 1, size: 8, seed)[0].Observed).Single()
            )
            .ToArray();

        Assert.NotEqual(drawn[1], drawn[2]);
        Assert.Equal([drawn[2], drawn[1]], [drawn[0], drawn[3]]);
    }

    [Fact]
    public void GivenSamplesThatAreTheImages_WhenCompared_ThenNoDistanceAndAllAreCopies()
    {
        using var folder = WithImages();
        RgbImage[] images =
        [
            .. new[] { "chelsea", "coffee" }
                .Select(n => new ImageEntry(Repository.Sample($"{n}.png")).Decode())
                .Select(i => Resampler.Resize(i, new ImageSize(16, 16), ResampleFilter.Box)),
        ];
        var (set, options) = (
            ImageSet.FromImages("images", images),
            new EvaluationOptions
            {
                Metrics = [new ResponseDistanceMetric(), new PixelDiversityMetric(), new NearestImageMetric()],
                Device = "ort-cpu",
            }
        );

        var same = Evaluator.Evaluate(set, set, options);

        var nearest = same.Value<NearestTrainingImage>()!;
        Assert.Equal((0, 0, 2), (same.Value<LayerDistances>()!.Last.Distance, nearest.Max, nearest.Copies!.Value));
        Assert.True(same.Value<PixelDiversity>()!.RootMeanSquare > 10);
    }

    [Fact]
    public void GivenOnly_WhenPartsAreChosen_ThenThoseInTheExperimentsOrderAndNoOthers()
    {
        using var folder = WithImages();

        var (code, output, _) = Run(folder, e => e.Note(string.Join("+", e.Parts("a", "b", "c"))), "--only", "c,a");
        var (wrong, _, sentence) = Run(folder, e => e.Parts("a"), "--only", "d", "--overwrite");

        Assert.Equal(0, code);
        Assert.Contains("- a+c", output, StringComparison.Ordinal);
        Assert.Equal(2, wrong);
        Assert.Contains("--only d is not a part", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void GivenAFolderAClass_WhenDrawnByClass_ThenALoaderReadsTheListWithItsLabels()
    {
        using var folder = WithImages();
        foreach (var name in new[] { "cat", "cup" })
        {
            Directory.CreateDirectory(folder.At("data", "things", name));
            var image = name == "cat" ? "chelsea.png" : "coffee.png";
            File.Copy(Repository.Sample(image), folder.At("data", "things", name, image));
        }
        var images = new ExperimentImages(folder.At("data"), Trunk.VggMean);

        var (list, files) = images.DrawByClass("things", count: 1, seed: 1, folder.At("list.txt"));

        Assert.Equal(["cat", "cup"], ImageSource.Expand([list]).Select(e => e.Label));
        Assert.Equal(["things/cat/chelsea.png", "things/cup/coffee.png"], images.Used.Keys);
        Assert.Equal(
            [
                ["things/cat/chelsea.png"],
                ["things/cup/coffee.png"],
            ],
            files
        );
        Assert.Throws<UsageException>(() => images.DrawByClass("things", count: 2, seed: 1, folder.At("list.txt")));
    }

    [Fact]
    public void GivenTooFewImages_WhenMoreAreRequired_ThenTheSentenceHasBothNumbers()
    {
        ImageEntry[] entries = [new("a.png")];

        ExperimentImages.Require(entries, 1, "--chains 1");
        var refused = Assert.Throws<UsageException>(() => ExperimentImages.Require(entries, 9, "--images-per-model 9"));

        Assert.Equal(
            "--images-per-model 9 needs 9 images and 1 is given: add images or ask for fewer.",
            refused.Message
        );
    }

    private static void Small(Experiment experiment)
    {
        var images = experiment.Images.First("celeba", count: 2, experiment.Size(quick: 8, full: 64));
        var options = experiment.Settings(new WFrameOptions { Method = WFrameMethod.Frame, Chains = 2 }, quick: (3, 2));
        var run = experiment.Train("small FRAME", options, images, snapshots: 1);
        Assert.Equal([1], run.Snapshots.Keys);
        experiment.Add(LearningTable.Of("Small", [run]));
        experiment.Curves("curves", "R", [run], r => r.ResponseDistance, logarithmic: true);
        experiment.Folder.Sheet("sheet", run.Pictures);
    }

    private static (int Code, string Output, string Diagnostics) Run(
        TemporaryFolder folder,
        Action<Experiment> body,
        params string[] more
    )
    {
        var (output, diagnostics) = (new StringWriter(), new StringWriter());
        string[] args = ["--data", folder.At("data"), "--output", folder.At("out"), "--quick", .. more];
        var code = Experiment.Run("small", args, body, output, diagnostics, CancellationToken.None);
        return (code, $"{output}", $"{diagnostics}");
    }

    private static TemporaryFolder WithImages()
    {
        var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.At("data", "celeba"));
        foreach (var name in new[] { "chelsea.png", "coffee.png" })
        {
            File.Copy(Repository.Sample(name), folder.At("data", "celeba", name));
        }
        return folder;
    }
}
