using WFrame.Cli.Tests;
using WFrame.Testing;

namespace WFrame.Reliability.Tests.Resources;

/// <summary>What the command does not need: a network, other folders than those it is given.</summary>
[Trait("Category", "Slow")]
public sealed class PrivilegeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [FullDiskTheory]
    [InlineData("cpu")]
    [InlineData("ort-cpu")]
    public void Given_no_network_at_all_when_trained_drawn_and_scored_then_nothing_is_missed(string device)
    {
        var result = RealProcess.Shell(
            """
            exec unshare -rn sh -c "
              $WFRAME train '$0' --crops 2 --size 16 --iterations 2 --steps 2 --chains 2 --device $2 --output '$1/run' &&
              $WFRAME sample '$1/run' --count 2 --steps 1 --device $2 --output '$1/more' &&
              $WFRAME score '$1/run' '$0' --device $2 &&
              $WFRAME evaluate --generated '$1/more' --reference '$0' --metrics response-distance &&
              $WFRAME export '$1/run' --output '$1/onnx' && $WFRAME doctor" 2>&1
            """,
            SmallRuns.Photograph,
            folder.Path,
            device
        );

        Assert.True(result.Code == 0, result.Out);
    }

    [FullDiskTheory]
    [InlineData("cpu")]
    [InlineData("ort-cpu")]
    public void Given_a_file_system_that_can_be_read_only_but_for_the_output_when_trained_then_it_works(string device)
    {
        Directory.CreateDirectory(folder.At("out"));

        var result = RealProcess.Shell(
            """
            exec unshare -rm sh -c "
              mount --bind '$1' /mnt && mount -o remount,bind,ro / &&
              HOME=/nowhere DOTNET_EnableDiagnostics=0 $WFRAME train '$0' --crops 2 --size 16 --iterations 2 --steps 2 --chains 2 --device $2 --output /mnt/run" 2>&1
            """,
            SmallRuns.Photograph,
            folder.At("out"),
            device
        );

        Assert.True(result.Code == 0, result.Out);
        Assert.True(File.Exists(folder.At("out", "run", "model.zip")));
    }

    [Theory]
    [InlineData("doctor")]
    [InlineData(
        "train \"$0\" --crops 2 --size 16 --iterations 1 --steps 1 --chains 2 --device ort-cpu --output \"$1/run\""
    )]
    public void Given_an_empty_home_when_onnx_runtime_is_used_then_its_telemetry_leaves_nothing_there(string command)
    {
        var home = Directory.CreateDirectory(folder.At("home")).FullName;

        var result = RealProcess.Shell(
            $"HOME=\"$1/home\" TMPDIR=\"$1/home\" DOTNET_EnableDiagnostics=0 $WFRAME {command}",
            SmallRuns.Photograph,
            folder.Path
        );

        Assert.True(result.Code == 0, result.Error);
        Assert.Empty(Directory.GetFileSystemEntries(home));
    }
}
