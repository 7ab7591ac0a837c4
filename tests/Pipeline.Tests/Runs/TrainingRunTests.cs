using WFrame.Images.Sources;
using WFrame.Runs;
using WFrame.Testing;

namespace WFrame.Pipeline.Tests.Runs;

public class TrainingRunTests
{
    [Fact]
    public void Given_a_photograph_the_run_folder_holds_everything()
    {
        using var folder = new TemporaryFolder();
        var outcome = TrainingRun.Execute(Plan(Request(folder.At("run"))));

        Assert.False(outcome.Diverged);
        using var run = JsonDocument.Parse(File.ReadAllText(outcome.Run.Description));
        Assert.Equal("wframe.run/1", run.RootElement.GetProperty("schema").GetString());
        Assert.Equal(64, run.RootElement.GetProperty("inputs")[0].GetProperty("sha256").GetString()!.Length);
        var history = HistoryFile.Read(outcome.Run.History);
        Assert.Equal([1, 2, 3, 4], history.Select(r => r.Iteration));
        Assert.Equal(2, Directory.GetFiles(outcome.Run.FinalSamples("model"), "*.png").Length);
        Assert.Equal((16, 16), Dimensions(Path.Combine(outcome.Run.FinalSamples("model"), "00.png")));
        Assert.NotEmpty(outcome.Run.Sheets);
        var report = File.ReadAllText(outcome.Run.Report);
        Assert.Contains("<svg", report, StringComparison.Ordinal);
        Assert.Contains("data:image/png;base64,", report, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "http://",
            report.Replace("http://www.w3.org/", "", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
        Assert.Equal(outcome.Model.Components[0].Theta, WFrameModel.Load(outcome.Run.Model).Components[0].Theta);
    }

    [Fact]
    public void Given_an_interruption_the_resumed_run_ends_with_the_same_bytes()
    {
        using var folder = new TemporaryFolder();
        var whole = TrainingRun.Execute(Plan(Request(folder.At("whole"))));
        using var interrupted = new CancellationTokenSource();
        var stop = new StopAt(2, interrupted);
        Assert.ThrowsAny<OperationCanceledException>(() =>
            TrainingRun.Execute(Plan(Request(folder.At("parts"))), stop, cancellation: interrupted.Token)
        );
        Assert.False(File.Exists(folder.At("parts", "model.zip")));

        var resumed = TrainingRun.Execute(Plan(Request(folder.At("parts")) with { Existing = ExistingRun.Resume }));

        Assert.Equal(File.ReadAllBytes(whole.Run.Model), File.ReadAllBytes(resumed.Run.Model));
        Assert.Equal(
            HistoryFile.Read(whole.Run.History).Select(r => r with { Seconds = 0 }),
            HistoryFile.Read(resumed.Run.History).Select(r => r with { Seconds = 0 })
        );
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(whole.Run.FinalSamples("model"), "01.png")),
            File.ReadAllBytes(Path.Combine(resumed.Run.FinalSamples("model"), "01.png"))
        );
    }

    [Fact]
    public void Given_an_existing_run_it_is_refused_resumed_or_overwritten_as_asked()
    {
        using var folder = new TemporaryFolder();
        // There is nothing to overwrite yet: that is not an error.
        TrainingRun.Execute(Plan(Request(folder.At("run")) with { Existing = ExistingRun.Overwrite }));
        File.WriteAllText(folder.At("run", "mine.txt"), "kept");

        Assert.Contains("Overwrite", Message(ExistingRun.Refuse), StringComparison.Ordinal);
        TrainingRun.Execute(Plan(Request(folder.At("run")) with { Existing = ExistingRun.Overwrite }));
        Assert.Equal("kept", File.ReadAllText(folder.At("run", "mine.txt")));
        Directory.CreateDirectory(folder.At("other"));
        File.WriteAllText(folder.At("other", "thesis.tex"), "");
        var other = Request(folder.At("other"));
        Assert.Throws<UsageException>(() => Plan(other with { Existing = ExistingRun.Overwrite }));
        Assert.Throws<UsageException>(() => Plan(other with { Existing = ExistingRun.Resume }));
        Assert.Throws<UsageException>(() => Plan(Request(folder.At("other", "thesis.tex"))));

        string Message(ExistingRun existing) =>
            Assert.Throws<UsageException>(() => Plan(Request(folder.At("run")) with { Existing = existing })).Message;
    }

    [Fact]
    public void Given_a_diverging_training_the_last_good_iteration_is_stored()
    {
        using var folder = new TemporaryFolder();
        var request = Request(folder.At("run"));
        request = request with { Options = request.Options with { LearningRate = 1e25 } };
        var outcome = TrainingRun.Execute(Plan(request));
        Assert.True(outcome.Diverged);
        Assert.True(WFrameModel.Load(outcome.Run.Model).Components[0].Diverged);
        Assert.Contains("Diverged", File.ReadAllText(outcome.Run.Report), StringComparison.Ordinal);
        Assert.NotEmpty(Directory.GetFiles(outcome.Run.FinalSamples("model")));
    }

    [Fact]
    public void Given_a_request_with_several_problems_all_are_told_with_their_members()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("file"), "");
        var request = Request(folder.At("file")) with { Grouping = new ComponentGrouping(Models: 2) };
        var problem = Assert.Throws<UsageException>(() => Plan(request));

        Assert.All(
            ["Models 2 needs ImagesPerModel", "file is a file"],
            part => Assert.Contains(part, problem.Message, StringComparison.Ordinal)
        );
        Assert.Equal(["Models", "ImagesPerModel", "Output"], problem.Members);
    }

    private static TrainingPlan Plan(TrainingRequest request) => TrainingPlan.Create(request);

    internal static TrainingRequest Request(string output) =>
        new()
        {
            Images = [Repository.Sample("chelsea.png")],
            Output = output,
            Pixels = new PixelOptions { Size = new(16, 16), Crops = 3 },
            Options = new WFrameOptions
            {
                Iterations = 4,
                Steps = 3,
                Chains = 2,
            },
            Engine = new() { Device = "ort-cpu" },
        };

    private static (int Width, int Height) Dimensions(string path)
    {
        var image = new ImageEntry(path).Decode();
        return (image.Width, image.Height);
    }

    private sealed class StopAt(int iteration, CancellationTokenSource source) : IProgress<WFrameProgress>
    {
        public void Report(WFrameProgress value)
        {
            if (value.Iteration == iteration)
            {
                source.Cancel();
            }
        }
    }
}
