using WFrame.Runs;
using WFrame.Testing;

namespace WFrame.Pipeline.Tests.Runs;

public sealed class FileNamesTests
{
    [Fact]
    public void GivenNamesThatBecomeEqual_WhenMadeFileNames_ThenEachIsAnotherAndSafe()
    {
        string[] components = ["cat 1", "cat_1", "cat+1", "CAT_1", "cat_1-2", "cat_1-3", "", "..", "ok", new('x', 200)];

        var names = FileNames.Of(components);

        Assert.Equal(components.Length, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(("cat_1", "ok"), (names[0], names[8]));
        Assert.All(names, name => Assert.Matches("^[A-Za-z0-9_.-]{1,104}$", name));
        Assert.All(names, name => Assert.False(name.StartsWith('.')));
    }

    [Fact]
    public void GivenClassesThatBecomeEqual_WhenTrained_ThenEveryComponentKeepsItsPictures()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "cat 1", "cat_1", "cat+1" })
        {
            Directory.CreateDirectory(folder.At("data", name));
            File.Copy(Repository.Sample("chelsea.png"), folder.At("data", name, "a.png"));
        }
        var plan = TrainingPlan.Create(
            new TrainingRequest
            {
                Images = [folder.At("data")],
                Output = folder.At("run"),
                Grouping = new ComponentGrouping { ByClass = true },
                Pixels = new PixelOptions { Size = new ImageSize(8, 8) },
                Options = new WFrameOptions
                {
                    Iterations = 1,
                    Steps = 1,
                    Chains = 2,
                },
            }
        );

        var run = TrainingRun.Execute(plan).Run;

        Assert.Equal(6, Directory.GetFiles(run.AllFinalSamples, "*.png", SearchOption.AllDirectories).Length);
    }
}
