using WFrame.Testing;

namespace WFrame.Cli.Tests;

public sealed class InterruptTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Given_an_interrupted_training_when_resumed_then_the_bytes_are_those_of_an_uninterrupted_one()
    {
        string[] longer = ["--iterations", "6", "--steps", "2"];
        Train("whole", longer).Succeeds();
        using var cancellation = new CancellationTokenSource();
        using var error = new TripWire("training 3/", cancellation);

        var broken = Invocation.Run(
            error,
            [.. Arguments("parts", longer), "--verbosity", "diagnostic"],
            cancellation.Token
        );
        Assert.Equal(130, broken.Code);
        Assert.Contains("continue with --resume", broken.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.At("parts", "model.zip")));
        Train("parts", [.. longer, "--resume"]).Succeeds();

        RealProcess.AssertSameRun(folder.At("whole"), folder.At("parts"));
    }

    private Invocation Train(string name, string[] more) => Invocation.Run(Arguments(name, more));

    private string[] Arguments(string name, string[] more) =>
        [
            "train",
            SmallRuns.Photograph,
            "--crops",
            "2",
            "--size",
            "16",
            "--chains",
            "2",
            "--output",
            folder.At(name),
            .. more,
        ];

    /// <summary>Cancels as soon as a text is written.</summary>
    private sealed class TripWire(string text, CancellationTokenSource cancellation) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.StartsWith(text, StringComparison.Ordinal) == true)
            {
                cancellation.Cancel();
            }
        }
    }
}
