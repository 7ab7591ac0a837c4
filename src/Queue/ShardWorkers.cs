using System.Collections.Concurrent;
using WFrame.Jobs;
using WFrame.Jobs.Running;

namespace WFrame.Queue;

/// <summary>The worker processes of one machine: a shard goes to one that knows its manifest, or to a new one.</summary>
/// <param name="output">Folder of the results.</param>
/// <param name="command">What starts a worker process for a manifest.</param>
/// <param name="attempts">Tries of a shard.</param>
/// <param name="hard">The shards under way end now and leave their state behind.</param>
internal sealed class ShardWorkers(
    string output,
    Func<string, IReadOnlyList<string>> command,
    int attempts,
    CancellationToken hard
) : IDisposable
{
    private readonly JobFolder _folder = new(output);
    private readonly ConcurrentDictionary<string, Lazy<Manifest>> _manifests = new();
    private readonly ConcurrentDictionary<string, ConcurrentBag<ChildWorker>> _idle = new();

    public ShardOutcome Do(string manifest, int number, int retries, CancellationToken stopping)
    {
        var shard = Open(manifest).Shards[number];
        if (_folder.IsDone(shard))
        {
            return new ShardOutcome(number, (int)_folder.Describe(shard)["exit"]!, 0, null, WasDone: true);
        }
        stopping.ThrowIfCancellationRequested();
        var idle = _idle.GetOrAdd(manifest, _ => []);
        if (!idle.TryTake(out var worker))
        {
            worker = new ChildWorker(command(SubmittedManifest.PathOf(_folder.Path, manifest)), _folder);
        }
        try
        {
            var outcome = worker.Do(shard, hard).OrThatOfAnother(shard, _folder);
            _folder.Log(shard, outcome);
            retries = outcome.Advanced ? 0 : retries;
            if (
                !outcome.HasResult
                && outcome.Exit != ShardOutcome.Interrupted
                && (!outcome.MayRetry || retries + 1 >= attempts)
            )
            {
                _folder.SetAside(shard, new ShardFailure(number, outcome.Exit, retries + 1, outcome.Message ?? ""));
            }
            return outcome;
        }
        finally
        {
            idle.Add(worker);
        }
    }

    public void Dispose()
    {
        foreach (var worker in _idle.Values.SelectMany(bag => bag))
        {
            worker.Dispose();
        }
        _idle.Clear();
    }

    private Manifest Open(string manifest)
    {
        try
        {
            return _manifests
                .GetOrAdd(manifest, m => new(() => Manifest.Read(SubmittedManifest.PathOf(_folder.Path, m))))
                .Value;
        }
        catch (Exception e)
        {
            // A value that failed stays; another try reads anew, from a mount that is back for instance.
            _manifests.TryRemove(manifest, out _);
            if (e is not UsageException)
            {
                throw;
            }
            throw new ShardFailedException(
                $"exit 1: {e.Message.TrimEnd('.')}, on {Environment.MachineName}: give the folder of results to which the manifest was submitted as Output."
            );
        }
    }
}
