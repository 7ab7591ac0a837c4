using WFrame.Cli.Tests;
using WFrame.Testing;

namespace WFrame.Reliability.Tests.Storage;

/// <summary>Mount points, full and read-only file systems, seen by this process alone and gone with it.</summary>
[Trait("Category", "Slow")]
public sealed class MountTests(TrainedRun trained) : IClassFixture<TrainedRun>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [FullDiskTheory]
    [InlineData("sample \"$MODEL\" --count 2 --steps 1", "00.png 01.png contact-sheet.png sample.json")]
    [InlineData("export \"$MODEL\"", "export.json gradient.onnx phi.onnx responses.onnx theta")]
    [InlineData(
        "train \"$PHOTO\" --crops 2 --size 16 --iterations 2 --steps 2 --chains 2",
        "checkpoints history.jsonl model.zip report.html run.json samples"
    )]
    public void Given_a_mount_point_as_output_when_written_twice_then_all_is_there(string command, string expected)
    {
        var result = Mounted(
            $"""
            mount -t tmpfs -o size=32m none "$DISK" && touch "$DISK/ready" && rm "$DISK/ready"
            $WFRAME {command} --output "$DISK" --verbosity quiet > "$DISK/../out" &&
            $WFRAME {command} --output "$DISK" --verbosity quiet --overwrite > "$DISK/../out" &&
            ls "$DISK" | tr '\n' ' '
            """
        );

        Assert.Equal((0, expected, ""), (result.Code, result.Out.Trim(), result.Error));
    }

    [FullDiskTheory]
    [InlineData("sample \"$MODEL\" --count 400 --steps 1000")]
    [InlineData("export \"$MODEL\"")]
    [InlineData("train \"$PHOTO\" --crops 2 --size 16 --iterations 100000")]
    public void Given_a_read_only_file_system_when_asked_for_then_it_is_refused_before_anything_is_computed(
        string command
    )
    {
        var result = Mounted(
            $"""
            mount -t tmpfs -o size=1m none "$DISK" && mkdir "$DISK/out" && mount -o remount,ro "$DISK"
            $WFRAME {command} --output "$DISK/out" --verbosity quiet
            """
        );

        Assert.Equal(1, result.Code);
        Assert.Contains("cannot be written", Assert.Single(result.Error.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [FullDiskTheory]
    [InlineData(600)]
    [InlineData(1400)]
    public void Given_a_disk_that_fills_up_when_there_is_room_again_then_the_same_command_ends_as_if_nothing_had_been(
        int kilobytes
    )
    {
        const string Train =
            "train \"$PHOTO\" --crops 2 --size 32 --iterations 8 --steps 2 --chains 2 --checkpoint-every 1 --threads 1 --resume --verbosity quiet";
        var result = Mounted(
            $"""
            mount -t tmpfs -o size={kilobytes}k none "$DISK"
            $WFRAME {Train} --output "$DISK/run"; echo "first $?"
            mount -o remount,size=64m "$DISK"
            $WFRAME {Train} --output "$DISK/run" > "$DISK/out"; echo "second $?"
            find "$DISK" -name '*.tmp'
            cp -r "$DISK/run" "$DISK/../run"
            """
        );

        Assert.Equal("first 1\nsecond 0", result.Out.Trim());
        Assert.Contains("No space left", Assert.Single(result.Error.Trim().Split('\n')), StringComparison.Ordinal);
        string[] whole =
        [
            "train",
            SmallRuns.Photograph,
            .. "--crops 2 --size 32 --iterations 8 --steps 2 --chains 2 --threads 1".Split(' '),
        ];
        Invocation.Run([.. whole, "--output", folder.At("whole")]).Succeeds();
        RealProcess.AssertSameRun(folder.At("whole"), folder.At("run"));
    }

    private (int Code, string Out, string Error) Mounted(string script)
    {
        var prepared = "DISK=\"$1\"; MODEL=\"$2\"; PHOTO=\"$3\"\n" + script;
        Directory.CreateDirectory(folder.At("disk"));
        return RealProcess.Shell(
            "exec unshare -rm sh -c \"$0\" sh \"$@\"",
            prepared,
            folder.At("disk"),
            trained.Model,
            SmallRuns.Photograph
        );
    }
}
