using WFrame.Cli.Consoles;
using WFrame.Cli.Tests;
using WFrame.Testing;
using Xunit.Abstractions;

namespace WFrame.Reliability.Tests.Resources;

/// <summary>
/// Memory stays flat however long a command runs. WFRAME_MINUTES of training, WFRAME_IMAGES scored and WFRAME_ROWS of a
/// batch ask for more than the default.
/// </summary>
[Trait("Category", "Slow")]
public sealed class MemoryTests(TrainedRun trained, ITestOutputHelper log) : IClassFixture<TrainedRun>, IDisposable
{
    private const double Flat = 1.05;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Given_a_long_training_when_warm_then_memory_is_flat()
    {
        // Counted in iterations, not in seconds: on a busy machine half a minute is not enough to be warm. WFRAME_MINUTES
        // asks for a training of the usual size and for time instead.
        var minutes = Asked("WFRAME_MINUTES", 0);
        var size =
            minutes > 0
                ? "--crops 9 --size 32 --steps 10 --checkpoint-every 20"
                : "--crops 3 --size 16 --chains 3 --steps 4 --checkpoint-every 50";
        var history = folder.At("run", "history.jsonl");
        using var process = Start([
            "train",
            SmallRuns.Photograph,
            "--output",
            folder.At("run"),
            "--iterations",
            "1000000",
            "--verbosity",
            "quiet",
            .. size.Split(' '),
        ]);
        var clock = Stopwatch.StartNew();
        var memory = Watch(process, () => minutes > 0 ? clock.Elapsed.TotalMinutes < minutes : Lines(history) < 3000);
        process.Kill();
        process.WaitForExit();

        AssertFlat(memory, $"{Lines(history)} iterations of training in {clock.Elapsed.TotalMinutes:0.0} minutes");
    }

    [Fact]
    public void Given_many_images_when_scored_then_memory_is_flat()
    {
        // Fewer are over before the process has settled.
        var images = (int)Asked("WFRAME_IMAGES", 60_000);
        var picture = Path.Combine(trained.Path, "samples", "final", "model", "00.png");
        File.WriteAllLines(folder.At("list.txt"), Enumerable.Repeat(picture, images));
        using var process = Start(
            "score",
            trained.Model,
            "@" + folder.At("list.txt"),
            "--output",
            folder.At("scores.csv"),
            "--verbosity",
            "quiet"
        );
        var memory = Watch(process, () => true);

        Assert.True(process.ExitCode == 0, process.StandardError.ReadToEnd());
        Assert.Equal(images + 1, File.ReadLines(folder.At("scores.csv")).Count());
        AssertFlat(memory, $"{images} images scored");
    }

    [Fact]
    public void Given_a_batch_when_scored_then_memory_does_not_depend_on_its_rows()
    {
        var rows = (int)Asked("WFRAME_ROWS", 60_000);
        var picture = Path.Combine(trained.Path, "samples", "final", "model", "00.png");
        double[] Memory(int count)
        {
            var name = $"{count}";
            File.WriteAllLines(folder.At(name), Enumerable.Repeat(picture, count));
            string[] plan = ["jobs", "plan", "score", trained.Model, "@" + folder.At(name), "--output"];
            using var planning = Start([.. plan, folder.At($"{name}.jsonl"), "--verbosity", "quiet"]);
            planning.WaitForExit();
            string[] work = ["jobs", "work", folder.At($"{name}.jsonl"), "--output", folder.At($"{name}.out")];
            using var working = Start([.. work, "--verbosity", "quiet"]);
            var memory = Watch(working, () => true);
            Assert.True(working.ExitCode == 0, working.StandardError.ReadToEnd());
            return [.. memory.Order()];
        }

        // More than a worker holds, so that both walk.
        var (few, many) = (Memory(20_000), Memory(rows));

        // The median of many moments: their highest lies above that of few, leak or none.
        var (before, after) = (few[^1], many[many.Length / 2]);
        log.WriteLine(
            $"at most {before:0.0} MB for 20000 rows, mostly {after:0.0} MB for {rows}, at most {many[^1]:0.0} MB"
        );
        Assert.True(after <= Flat * before, $"{before} MB grew to {after} MB");
        Assert.InRange(many[^1], 0, 400);
    }

    [Fact]
    public void Given_a_photograph_when_its_texture_is_drawn_and_kept_as_a_model_then_600_MB_are_enough()
    {
        using var process = Start(
            "texture",
            Repository.Sample("brick.png"),
            "--output",
            folder.At("wall.png"),
            "--model",
            folder.At("brick.texture"),
            "--verbosity",
            "quiet"
        );
        var memory = Watch(process, () => true);

        Assert.True(process.ExitCode == 0, process.StandardError.ReadToEnd());
        log.WriteLine($"at most {memory.Max():0.0} MB");
        Assert.InRange(memory.Max(), 0, 600);
    }

    [Fact]
    public void Given_four_chains_of_512_px_when_trained_without_looks_at_new_images_then_1_GB_is_enough()
    {
        using var process = Start([
            "train",
            Repository.Sample("chelsea.png"),
            .. "--crops 9 --size 512 --levels 1 --chains 4 --iterations 2 --steps 1 --annealing-iterations 0".Split(
                ' '
            ),
            .. "--trial-steps 11 --trial-every 0 --verbosity quiet --output".Split(' '),
            folder.At("large"),
        ]);
        var memory = Watch(process, () => true);

        Assert.True(process.ExitCode == 0, process.StandardError.ReadToEnd());
        log.WriteLine($"at most {memory.Max():0.0} MB");
        Assert.InRange(memory.Max(), 0, 1000);
    }

    private static double Asked(string variable, double otherwise) =>
        double.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var value)
            ? value
            : otherwise;

    private static Process Start(params string[] arguments)
    {
        string[] all = [typeof(Terminal).Assembly.Location, .. arguments];
        var start = new ProcessStartInfo("dotnet", all) { RedirectStandardOutput = true, RedirectStandardError = true };
        // The runtime compiles methods again as it goes and tunes the collector's budget. Neither is a leak, and both would
        // take longer to settle than a short run lasts.
        start.Environment["DOTNET_TieredCompilation"] = "0";
        // Between two collections memory rises by this much, which has to be little beside what counts as growth: 16 MB of
        // 120 make a training swing by 8 %, 4 MB by 2 %.
        start.Environment["DOTNET_GCgen0size"] = "0x400000";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        return Process.Start(start)!;
    }

    private static int Lines(string file) => File.Exists(file) ? File.ReadLines(file).Count() : 0;

    /// <summary>Resident megabytes, five times a second, until the process ends or is no longer wanted.</summary>
    private static double[] Watch(Process process, Func<bool> wanted)
    {
        var memory = new List<double>();
        while (wanted() && !process.WaitForExit(200))
        {
            process.Refresh();
            memory.Add(process.WorkingSet64 / 1e6);
        }
        return [.. memory.Where(m => m > 0)];
    }

    /// <summary>The floor of the last fifth against that of the fifth after the first third: the collector moves above it.</summary>
    private void AssertFlat(double[] memory, string what)
    {
        var fifth = Math.Max(1, memory.Length / 5);
        var (early, late) = (memory.Skip(memory.Length / 3).Take(fifth).Min(), memory.TakeLast(fifth).Min());
        log.WriteLine($"{what}: {early:0.0} MB after a third, {late:0.0} MB at the end, {memory.Max():0.0} MB at most");
        Assert.True(late <= Flat * early, $"{early} MB grew to {late} MB");
    }
}
