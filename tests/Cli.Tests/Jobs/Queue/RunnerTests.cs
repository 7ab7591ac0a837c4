using WFrame.Jobs;

namespace WFrame.Cli.Tests.Jobs.Queue;

/// <summary>One manifest by each of the runners: the same bytes.</summary>
public sealed class RunnerTests(PostgreSqlServer server) : IClassFixture<PostgreSqlServer>, IDisposable
{
    private readonly SmallBatch _batch = new();

    public void Dispose() => _batch.Dispose();

    [PostgreSqlFact]
    public void GivenAManifest_WhenEachRunnerDoesIt_ThenAllResultsAreEqual()
    {
        // One of five diverges.
        var wild = _batch.Training(1) with
        {
            Options = SmallBatch.Options with { LearningRate = 1e30 },
            Group = 10,
        };
        new Manifest(_batch.Training(4).Plan(), wild.Plan()).Write(_batch.At("m.jsonl"));

        var pool = Shell("$WFRAME jobs run $0 --output $1 --workers 2", "pool");
        var queue = Shell(
            """
            export WFRAME_CONNECTION="$2"
            $WFRAME jobs submit $0 --output $1 && $WFRAME jobs work --output $1 --workers 2 --until-empty
            """,
            "queue"
        );
        var index = Shell(
            """
            export JOB_COMPLETION_COUNT=3; worst=0
            for i in 0 1 2; do JOB_COMPLETION_INDEX=$i $WFRAME jobs work $0 --output $1 || worst=$?; done
            exit $worst
            """,
            "index"
        );
        var slurm = Shell(
            """
            export SLURM_ARRAY_TASK_COUNT=2; worst=0
            for i in 1 0; do SLURM_ARRAY_TASK_ID=$i $WFRAME jobs work $0 --output $1 || worst=$?; done
            exit $worst
            """,
            "slurm"
        );

        Assert.Equal((3, 0, 3, 3), (pool, queue, index, slurm));
        Assert.Equal(5, _batch.Hashes("pool").Keys.Count(path => path.EndsWith("model.zip", StringComparison.Ordinal)));
        Assert.All(new[] { "queue", "index", "slurm" }, by => Assert.Equal(_batch.Hashes("pool"), _batch.Hashes(by)));
    }

    private int Shell(string script, string results) =>
        RealProcess.Shell(script, _batch.At("m.jsonl"), _batch.At(results), server.Connection).Code;
}
