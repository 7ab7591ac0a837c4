using WFrame.Cli.Options;
using WFrame.Cli.Verbs.Train;
using WFrame.Runs;

namespace WFrame.Cli.Tests.Verbs;

/// <summary>train --from and --levels, and what is annealed where nobody says.</summary>
public sealed class GoOnTests(TrainedRun trained) : IClassFixture<TrainedRun>
{
    [Fact]
    public void Given_a_run_when_trained_from_it_at_another_size_then_its_chains_go_on()
    {
        var output = trained.At("larger");

        string[] same = ["train", SmallRuns.Photograph, "--crops", "2", "--iterations", "2", "--steps", "2"];
        Invocation.Run([.. same, "--size", "24", "--from", trained.Path, "--output", output]).Succeeds();

        var model = WFrameModel.Load(Path.Combine(output, "model.zip"));
        Assert.Equal(new ImageSize(24, 24), model.Size);
        // Grey chains of two iterations are far from the photograph; these were on their way before.
        var first = WFrameModel.Load(trained.Model).History;
        Assert.True(model.History[0].ResponseDistance < first[0].ResponseDistance);
    }

    [Theory]
    [InlineData("missing.zip", "MODEL missing.zip does not exist")]
    [InlineData("samples", "is a folder without model.zip")]
    public void Given_no_model_when_trained_from_it_then_it_is_said_before_anything_is_written(string from, string said)
    {
        var output = trained.At("none");
        Directory.CreateDirectory(trained.At("samples"));

        SmallRuns.Train(output, "--from", from == "samples" ? trained.At(from) : from).Fails(2, said);

        Assert.False(Directory.Exists(output));
    }

    [Fact]
    public void Given_levels_when_trained_then_coarser_runs_lie_in_the_run_folder()
    {
        var output = trained.At("levels");

        SmallRuns.Train(output, "--levels", "2").Succeeds();

        Assert.True(File.Exists(Path.Combine(output, "levels", "8", "model.zip")));
        SmallRuns.Train(trained.At("x"), "--levels", "5").Fails(2, "--levels 5 does not fit --size 16");
        SmallRuns.Train(trained.At("x"), "--levels", "0").Fails(2, "--levels 0");
        SmallRuns.Train(trained.At("x"), "--levels", "all").Fails(2, "--levels all");
    }

    [Theory]
    [InlineData(60, 5, 20, 20)]
    [InlineData(30, 5, 10, 20, "--iterations", "30")]
    [InlineData(60, 7, 20, 0, "--steps", "7")]
    [InlineData(60, 7, 9, 4, "--steps", "7", "--annealing-iterations", "9", "--annealing-steps", "4")]
    [InlineData(100, 50, 0, 0, "--preset", "celeba")]
    [InlineData(60, 5, 0, 20, "--annealing-iterations", "0")]
    public void Given_settings_then_what_is_annealed_follows_them(
        int iterations,
        int steps,
        int annealed,
        int annealedSteps,
        params string[] more
    )
    {
        var line = CommandLine.Find(["train", "a.png", "--output", "x", .. more]);

        var (options, _) = TrainOptions.Bound(line.Parse(Invocation.Nowhere, CancellationToken.None));

        Assert.Equal((iterations, steps), (options.Iterations, options.Steps));
        Assert.Equal((annealed, annealedSteps), (options.AnnealingIterations, options.AnnealingSteps));
    }

    [Theory]
    [InlineData(1, 60)]
    [InlineData(0, 7)]
    [InlineData(2, 100)]
    public void Given_a_program_that_asked_then_the_command_of_its_report_asks_for_the_same(int levels, int iterations)
    {
        var asked = new TrainingRequest
        {
            Images = ["a.png"],
            Pixels = new PixelOptions { Size = new(64, 64), Crops = 3 },
            Options = new WFrameOptions
            {
                Iterations = iterations,
                TrialSteps = 5,
                PenaltyForm = PenaltyForm.Sum,
            },
            Levels = levels,
            Output = "run",
        };

        var line = CommandLine.Find([.. RunCommand.Of(asked).Split(' ').Skip(1)]);
        var typed = TrainOptions.Request(line.Parse(Invocation.Nowhere, CancellationToken.None));

        Assert.Equal(asked.Options, typed.Options);
        Assert.Equal((asked.Levels, asked.Pixels.Crops), (typed.Levels, typed.Pixels.Crops));
        Assert.Equal((asked.Pixels.Size, asked.Pixels.CropSide), (typed.Pixels.Size, typed.Pixels.CropSide));
    }
}
