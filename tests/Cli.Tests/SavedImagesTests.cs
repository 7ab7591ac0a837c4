using WFrame.Engines;

namespace WFrame.Cli.Tests;

public sealed class SavedImagesTests(TrainedRun trained) : IClassFixture<TrainedRun>
{
    [Fact]
    public void Given_samples_when_saved_by_the_library_then_the_files_equal_the_commands_byte_for_byte()
    {
        var (command, library) = (trained.At("by-command"), trained.At("by-library"));
        Invocation.Run("sample", trained.Path, "--output", command, "--count", "3", "--steps", "2").Succeeds();
        var model = WFrameModel.Load(trained.Model);
        using var engine = EngineFactory.Create(model.Trunk, "auto", 0).Engine;

        var images = model.Sample(engine, 0, 3, new SamplingOptions { Steps = 2 });
        WFrameImages.Save(images, library);
        WFrameImages.Save(images, Path.Combine(library, "contact-sheet.png"));

        Assert.All(
            ["00.png", "01.png", "02.png", "contact-sheet.png"],
            name =>
                Assert.Equal(
                    File.ReadAllBytes(Path.Combine(command, name)),
                    File.ReadAllBytes(Path.Combine(library, name))
                )
        );
    }
}
