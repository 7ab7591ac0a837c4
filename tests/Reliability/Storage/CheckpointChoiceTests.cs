using WFrame.Runs;
using WFrame.Testing;
using WFrame.Trainers.Tests;

namespace WFrame.Reliability.Tests.Storage;

/// <summary>Which of the checkpoints of a run is taken.</summary>
public sealed class CheckpointChoiceTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Given_damaged_newest_checkpoints_when_resumed_then_the_one_before_is_taken_and_it_is_said(int damaged)
    {
        var whole = TrainingRun.Execute(TrainingPlan.Create(Request("whole", 6)));
        var run = TrainingRun.Execute(TrainingPlan.Create(Request("run", 5))).Run;
        Assert.Equal(["0000005", "0000004", "0000003"], run.Checkpoints.Select(c => c[^11..^4]));
        foreach (var path in run.Checkpoints.Take(damaged))
        {
            Damage(path);
        }
        var notices = new List<string>();

        var resumed = TrainingRun.Execute(
            TrainingPlan.Create(Request("run", 6) with { Existing = ExistingRun.Resume }),
            notice: notices.Add
        );

        Assert.Equal(damaged, notices.Count);
        Assert.All(notices, n => Assert.Contains("The one before it is used", n, StringComparison.Ordinal));
        Assert.Equal(whole.Model.Components[0].Theta, resumed.Model.Components[0].Theta);
        Assert.Equal(6, File.ReadLines(resumed.Run.History).Count());
    }

    [Fact]
    public void Given_no_whole_checkpoint_when_resumed_then_all_are_named_and_nothing_is_touched()
    {
        var run = TrainingRun.Execute(TrainingPlan.Create(Request("run", 4))).Run;
        foreach (var path in run.Checkpoints)
        {
            Damage(path);
        }
        var model = File.ReadAllBytes(run.Model);

        var error = Assert.Throws<InvalidContentException>(() =>
            TrainingRun.Execute(TrainingPlan.Create(Request("run", 4) with { Existing = ExistingRun.Resume }))
        );

        Assert.All(run.Checkpoints, c => Assert.Contains(c, error.Message, StringComparison.Ordinal));
        Assert.Equal(model, File.ReadAllBytes(run.Model));
    }

    [Fact]
    public void Given_a_checkpoint_of_somebody_else_when_old_ones_are_removed_then_it_stays()
    {
        TrainingRun.Execute(TrainingPlan.Create(Request("run", 4)));
        File.WriteAllText(folder.At("run", "checkpoints", "iteration-0000000.zip"), "mine");

        TrainingRun.Execute(TrainingPlan.Create(Request("run", 4) with { Existing = ExistingRun.Overwrite }));

        Assert.Equal("mine", File.ReadAllText(folder.At("run", "checkpoints", "iteration-0000000.zip")));
    }

    private static void Damage(string path)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 4;
        File.WriteAllBytes(path, bytes);
    }

    private TrainingRequest Request(string output, int iterations) =>
        new()
        {
            Images = [Repository.Sample("chelsea.png")],
            Output = folder.At(output),
            Pixels = new PixelOptions { Size = new(8, 8), Crops = 2 },
            Trunk = SmallTrainings.Trunk,
            Options = SmallTrainings.Options with { Iterations = iterations },
            Engine = SmallTrainings.Engine,
            CheckpointEvery = 1,
        };
}
