using System.IO.Compression;
using WFrame.Engines;
using WFrame.Noise;
using WFrame.Sampling;
using WFrame.Testing;
using WFrame.Trainers.Tests.MLNet;

namespace WFrame.Trainers.Tests.Sampling;

public class TrialTests
{
    private static readonly WFrameModel Model = Models.Trained();

    [Fact]
    public void Given_a_finished_training_R_of_its_chains_is_that_of_its_last_iteration_and_of_its_images_zero()
    {
        using var engine = EngineFactory.Create(Model.Trunk, SmallTrainings.Engine).Engine;
        var (component, images) = (Model.Components[1], SmallTrainings.Component("second", 2).Observed);

        var last = Model.History.Last(r => r.Component == component.Name);
        Assert.Equal(last.ResponseDistance, Model.ResponseDistance(engine, component.Chains, 1)!.Value, 1e-6);
        Assert.Equal(0, Model.ResponseDistance(engine, images, 1)!.Value, 1e-9);
    }

    [Fact]
    public void Given_the_trial_each_point_is_R_of_images_drawn_by_so_many_steps_of_noise_of_its_own()
    {
        using var engine = EngineFactory.Create(Model.Trunk, SmallTrainings.Engine).Engine;
        // 6 iterations of 4 steps: as many are tried.
        var point = Model.Components[1].Trial!.Points[^1];
        Assert.Equal(24, point.Steps);
        var how = new SamplingOptions { Seed = Model.Options.Seed, Steps = 24 };
        var draw = new CorrectedDraw(engine, Model, 1, 0, how, purpose: RandomPurpose.Trial);
        draw.Start();
        Assert.True(draw.Advance(24, default));

        Assert.Equal(Model.ResponseDistance(engine, draw.Images, 1)!.Value, point.ResponseDistance, 1e-9);
        var drawn = Model.Sample(engine, 1, draw.Images.Count, how);
        Assert.NotEqual(draw.Images.Values.ToArray(), drawn.Values.ToArray());
    }

    [Theory]
    [InlineData(null, new[] { 10, 20, 40, 60, 80, 100 })]
    [InlineData(0, new int[0])]
    [InlineData(40, new[] { 10, 20, 40 })]
    [InlineData(41, new[] { 10, 20, 40, 41 })]
    public void Given_a_number_of_steps_or_none_points_go_up_to_it(int? steps, int[] expected)
    {
        var options = SmallTrainings.Options with { Iterations = 5, Steps = 20, TrialSteps = steps };
        using var trainer = new WFrameTrainer(options, SmallTrainings.Trunk, SmallTrainings.Engine);

        var trial = trainer.Fit(SmallTrainings.Images(3, 1)).Components[0].Trial;

        Assert.Equal(expected, trial?.Points.Select(p => p.Steps) ?? []);
    }

    [Fact]
    public void Given_a_training_of_two_numbers_of_steps_a_quarter_of_all_is_tried_and_four_hundred_at_most()
    {
        var options = new WFrameOptions
        {
            Iterations = 30,
            Steps = 2,
            AnnealingIterations = 10,
            AnnealingSteps = 20,
        };

        Assert.Equal(120, TrialRun.Steps(options));
        Assert.Equal(
            ((20 * 2) + (30 * 20)) / 4,
            TrialRun.Steps(options with { Iterations = 50, AnnealingIterations = 30 })
        );
        Assert.Equal(400, TrialRun.Steps(new() { Iterations = 100, Steps = 50 }));
        Assert.Equal(1, TrialRun.Steps(new() { Iterations = 1, Steps = 1 }));
        Assert.Equal(120, TrialRun.Steps(options with { AnnealingIterations = 40, Iterations = 10 }));
    }

    [Fact]
    public void Given_a_file_of_the_model_trial_and_distance_are_read_again()
    {
        using var folder = new TemporaryFolder();
        Model.Save(folder.At("model.zip"));
        var read = WFrameModel.Load(folder.At("model.zip"));
        using var engine = EngineFactory.Create(read.Trunk, SmallTrainings.Engine).Engine;

        Assert.Equal(Model.Components[1].Trial!.Points, read.Components[1].Trial!.Points);
        var last = Model.History.Last(r => r.Component == "first").ResponseDistance;
        Assert.Equal(last, read.ResponseDistance(engine, Model.Components[0].Chains)!.Value, 1e-6);
    }

    [Theory]
    [InlineData("\"steps\": 24", "\"steps\": 0")]
    [InlineData("\"observedMeans\": [", "\"observedMeans\": [1,")]
    [InlineData("\"trial\"", "\"trials\"")]
    public void Given_a_file_with_an_impossible_trial_it_is_refused(string text, string replacement)
    {
        using var folder = new TemporaryFolder();
        Model.Save(folder.At("model.zip"));
        Rewrite(folder.At("model.zip"), json => json.Replace(text, replacement, StringComparison.Ordinal));

        var error = Assert.Throws<InvalidContentException>(() => WFrameModel.Load(folder.At("model.zip")));

        Assert.Contains("sampling.json", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_a_file_of_before_or_of_a_later_version_there_is_no_trial()
    {
        using var folder = new TemporaryFolder();
        Model.Save(folder.At("model.zip"));
        Rewrite(folder.At("model.zip"), json => json.Replace("sampling/1", "sampling/9", StringComparison.Ordinal));

        var read = WFrameModel.Load(folder.At("model.zip"));

        Assert.All(read.Components, c => Assert.Null(c.Trial));
    }

    /// <summary>Changes the entries and their checksums: what another program wrote, not damage on the way.</summary>
    private static void Rewrite(string path, Func<string, string> change)
    {
        using var zip = ZipFile.Open(path, ZipArchiveMode.Update);
        var checksums = Text(zip, "wframe/checksums.json");
        for (var k = 0; k < 2; k++)
        {
            var name = $"wframe/components/{k:d4}/sampling.json";
            var (old, changed) = (Text(zip, name), change(Text(zip, name)));
            Assert.NotEqual(old, changed);
            checksums = checksums.Replace(Hash(old), Hash(changed), StringComparison.Ordinal);
            Write(zip, name, changed);
        }
        Write(zip, "wframe/checksums.json", checksums);
    }

    private static string Text(ZipArchive zip, string name)
    {
        using var reader = new StreamReader(zip.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }

    private static void Write(ZipArchive zip, string name, string text)
    {
        zip.GetEntry(name)!.Delete();
        using var writer = new StreamWriter(zip.CreateEntry(name).Open());
        writer.Write(text);
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
