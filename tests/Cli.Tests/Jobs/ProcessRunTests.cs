using WFrame.Jobs;

namespace WFrame.Cli.Tests.Jobs;

/// <summary>The command as processes: its pool, signals, kills, and the two indices.</summary>
public sealed class ProcessRunTests : IDisposable
{
    private readonly SmallBatch _batch = new();

    public void Dispose() => _batch.Dispose();

    [Fact]
    public void GivenABatch_WhenDoneByPoolCompletionIndexAndSlurmIndex_ThenTheResultsAreTheSame()
    {
        var manifest = _batch.WriteManifest(_batch.Training(3));
        _ = _batch.Run(_batch.Training(3), "alone");

        Shell("$WFRAME jobs run $0 --output $1 --workers 2 --json", 0, manifest, _batch.At("pool"));
        Shell(
            "for i in 0 1; do JOB_COMPLETION_INDEX=$i JOB_COMPLETION_COUNT=2 $WFRAME jobs work $0 --output $1 || exit $?; done",
            0,
            manifest,
            _batch.At("completions")
        );
        Shell(
            "for i in 1 2; do SLURM_ARRAY_TASK_ID=$i SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_COUNT=2 $WFRAME jobs work $0 --output $1 || exit $?; done",
            0,
            manifest,
            _batch.At("slurm")
        );
        var half = Shell("SLURM_ARRAY_TASK_ID=1 $WFRAME jobs work $0 --output $1", 2, manifest, _batch.At("slurm"));

        var expected = _batch.Hashes("alone");
        Assert.Equal(9, expected.Count);
        Assert.Equal(expected, _batch.Hashes("pool"));
        Assert.Equal(expected, _batch.Hashes("completions"));
        Assert.Equal(expected, _batch.Hashes("slurm"));
        Assert.Contains("SLURM_ARRAY_TASK_COUNT is not", half.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void GivenWorkersThatAreKilled_WhenRun_ThenNoShardIsLostAndNoneStuck()
    {
        var job = _batch.Training(4) with { Options = SmallBatch.Options with { Iterations = 400, Steps = 10 } };
        var manifest = _batch.WriteManifest(job);

        // Each kill waits for a worker to be there.
        var killed = Shell(
            """
            $WFRAME jobs run $0 --output $1 --workers 2 --json & run=$!
            for k in 1 2 3; do
              until worker=$(pgrep -P $run | head -n 1) && [ -n "$worker" ]; do sleep 0.1; done
              sleep 0.7; kill -9 $worker
            done
            wait $run
            """,
            0,
            manifest,
            _batch.At("killed")
        );
        _ = _batch.Run(job, "alone");

        var result = JsonNode.Parse(killed.Out)!;
        Assert.InRange((int)result["retries"]!, 1, 3);
        Assert.Equal(4, (int)result["done"]!);
        Assert.Equal(_batch.Hashes("alone"), _batch.Hashes("killed"));
    }

    [Fact]
    public void GivenARunThatIsKilledOrTerminated_WhenRunAgain_ThenItGoesOn()
    {
        var job = _batch.Training(4) with { Options = SmallBatch.Options with { Iterations = 400, Steps = 10 } };
        var manifest = _batch.WriteManifest(job);

        var stopped = Shell(
            """
            $WFRAME jobs run $0 --output $1 --workers 2 & run=$!
            until [ -n "$(ls $1/staging 2>/dev/null)" ]; do sleep 0.1; done
            workers=$(pgrep -P $run); kill -9 $run
            while kill -0 $workers 2>/dev/null; do sleep 0.1; done
            env --default-signal=INT,TERM $WFRAME jobs run $0 --output $1 --workers 1 --drain 0 & run=$!
            until pgrep -P $run >/dev/null; do sleep 0.1; done
            sleep 0.2; kill -TERM $run; wait $run
            """,
            130,
            manifest,
            _batch.At("stopped")
        );
        Shell("$WFRAME jobs run $0 --output $1 --workers 2", 0, manifest, _batch.At("stopped"));
        _ = _batch.Run(job, "alone");

        Assert.Contains("shards left; the same command goes on", stopped.Error, StringComparison.Ordinal);
        Assert.Equal(_batch.Hashes("alone"), _batch.Hashes("stopped"));
        Assert.Empty(Directory.GetFileSystemEntries(_batch.At("stopped", "staging")));
    }

    [Fact]
    public void GivenSomethingElseThanAWorker_WhenShardsAreGivenToIt_ThenTheyFailWithWhatItSaid()
    {
        var options = _batch.Into("results") with
        {
            Attempts = 2,
            Command = ["/bin/sh", "-c", "read n; echo Segmentation fault >&2; kill -11 $$"],
        };

        var summary = JobRun.Execute(new Manifest(_batch.Training(1).Plan()), options);

        var failure = Assert.Single(summary.Failed);
        Assert.Equal((139, 2), (failure.Exit, failure.Attempts));
        Assert.Contains("killed by signal 11: Segmentation fault", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GivenAWorkerOnStandardInput_WhenAskedForWhatIsNoShard_ThenASentenceSaysSo() =>
        Assert.Contains(
            "0..3",
            Shell(
                "echo 17 | $WFRAME jobs work $0 --output $1 --stdin",
                2,
                _batch.WriteManifest(_batch.Training(4)),
                _batch.Results
            ).Error,
            StringComparison.Ordinal
        );

    [FullDiskTheory]
    [Trait("Category", "Slow")]
    [InlineData("run", "--workers 1 --attempts 1")]
    [InlineData("work", "--attempts 1")]
    public void GivenADiskThatIsFullInTheMiddle_WhenThereIsRoomAgain_ThenTheSameCommandGoesOn(string verb, string more)
    {
        var script = $"""
            mount -t tmpfs -o size=3m none "$2"
            $WFRAME jobs {verb} "$1" --output "$2/results" {more}
            [ $? = 1 ] || exit 9
            mount -o remount,size=50m "$2"
            $WFRAME jobs {verb} "$1" --output "$2/results" {more} --retry-failed || exit 8
            cp -r "$2/results" "$3"
            """;
        Directory.CreateDirectory(_batch.At("disk"));
        string[] arguments = [_batch.WriteManifest(_batch.Training(4)), _batch.At("disk"), _batch.Results];

        var (code, output, error) = RealProcess.Shell("exec unshare -rm sh -c \"$0\" sh \"$@\"", script, arguments);
        _ = _batch.Run(_batch.Training(4), "alone");

        Assert.True(code == 0, $"exit {code}: {output}{error}");
        Assert.Contains("No space left on device", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.Equal(_batch.Hashes("alone"), _batch.Hashes());
    }

    private static (string Out, string Error) Shell(string script, int code, string first, params string[] arguments)
    {
        var ended = RealProcess.Shell(script, first, arguments);
        Assert.True(ended.Code == code, $"exit {ended.Code}, {code} expected: {ended.Out}{ended.Error}");
        return (ended.Out, ended.Error);
    }
}
