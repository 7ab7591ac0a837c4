using WFrame.Testing;

namespace WFrame.Cli.Tests;

/// <summary>The smallest training that goes through everything.</summary>
internal static class SmallRuns
{
    public static string Photograph { get; } = Repository.Sample("chelsea.png");

    public static string[] Arguments(string output, params string[] more) =>
        [
            "train",
            Photograph,
            "--crops",
            "2",
            "--size",
            "16",
            "--iterations",
            "2",
            "--steps",
            "2",
            "--chains",
            "2",
            "--threads",
            "1",
            "--output",
            output,
            .. more,
        ];

    public static Invocation Train(string output, params string[] more) => Invocation.Run(Arguments(output, more));
}

/// <summary>One trained run for all tests that only read it.</summary>
public sealed class TrainedRun : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public TrainedRun() => Result = SmallRuns.Train(Path, "--json").Succeeds();

    internal Invocation Result { get; }

    public string Path => folder.At("run");

    public string Model => folder.At("run", "model.zip");

    public string At(params string[] parts) => folder.At(parts);

    public void Dispose() => folder.Dispose();
}
