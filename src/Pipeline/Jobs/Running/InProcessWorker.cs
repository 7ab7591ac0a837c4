using WFrame.Files;
using WFrame.Jobs.Work;

namespace WFrame.Jobs.Running;

/// <summary>Does shards in this process; what the shards of a plan share (engine, model, list of inputs) stays between them.</summary>
internal sealed class InProcessWorker(Manifest manifest, JobFolder folder, WorkOptions options) : IShardWorker
{
    private JobPlan? _plan;
    private IShardWork? _work;

    public ShardOutcome Do(Shard shard, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            if (folder.IsDone(shard))
            {
                return new ShardOutcome(shard.Number, (int)folder.Describe(shard)["exit"]!, 0, null, WasDone: true);
            }
            var exit = Make(shard, cancellation);
            return new ShardOutcome(shard.Number, exit, clock.Elapsed.TotalSeconds, null);
        }
        // Whatever goes wrong concerns this shard alone.
#pragma warning disable CA1031
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Forget();
            var message = failure.Message.ReplaceLineEndings(" ");
            return new ShardOutcome(
                shard.Number,
                ShardOutcome.ExitOf(failure),
                clock.Elapsed.TotalSeconds,
                failure is IOException or UnauthorizedAccessException ? $"cannot read or write: {message}" : message
            );
        }
    }

    public void Dispose() => Forget();

    private int Make(Shard shard, CancellationToken cancellation)
    {
        var staged = folder.Stage(shard);
        try
        {
            var result = Work(shard).Do(shard, new ShardPlace(staged, folder.Progress(shard)), cancellation);
            var exit = result.Diverged ? ShardOutcome.Diverged : ShardOutcome.Done;
            Describe(shard, staged, exit, result.Details);
            folder.Publish(shard, staged);
            return exit;
        }
        catch
        {
            if (Directory.Exists(staged))
            {
                Directory.Delete(staged, recursive: true);
            }
            throw;
        }
    }

    /// <summary>Says what the result is; nothing of it depends on where, when or how long.</summary>
    private void Describe(Shard shard, string staged, int exit, JsonObject details)
    {
        var files = Directory.GetFiles(staged).Order(StringComparer.Ordinal);
        var description = new JsonObject
        {
            ["schema"] = "wframe.shard/1",
            ["id"] = shard.Id,
            ["kind"] = manifest.PlanOf(shard.Number).Kind.Name(),
            ["exit"] = exit,
            ["files"] = new JsonObject(
                files.Select(f => KeyValuePair.Create(Path.GetFileName(f), (JsonNode?)JobPlan.HashOf(f)))
            ),
        };
        foreach (var (name, value) in details)
        {
            description[name] = value?.DeepClone();
        }
        AtomicFile.WriteText(Path.Combine(staged, JobFolder.Description), description.ToJsonString() + "\n");
    }

    private IShardWork Work(Shard shard)
    {
        var plan = manifest.PlanOf(shard.Number);
        if (_work is null || !ReferenceEquals(plan, _plan))
        {
            Forget();
            _work = Open(plan);
            _plan = plan;
        }
        return _work;
    }

    private IShardWork Open(JobPlan plan)
    {
        try
        {
            return plan.Kind switch
            {
                JobKind.Train => new TrainingWork(plan, options),
                JobKind.Score => new ScoringWork(plan, options),
                JobKind.Sample => new SamplingWork(plan, options),
                _ => new EvaluationWork(plan, options),
            };
        }
        catch (Exception e)
            when (e
                    is InvalidDataException
                        or NullReferenceException
                        or InvalidOperationException
                        or FormatException
                        or ArgumentException
            )
        {
            throw new InvalidContentException(
                $"The options of the plan cannot be used: {e.Message.TrimEnd('.')}; plan anew with this version.",
                e
            );
        }
    }

    private void Forget()
    {
        _work?.Dispose();
        (_plan, _work) = (null, null);
    }
}
