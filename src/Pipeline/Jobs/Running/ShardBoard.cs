using System.Runtime.ExceptionServices;

namespace WFrame.Jobs.Running;

/// <summary>Which shards are waiting, under way, done, set aside; hands them to workers and takes their outcomes.</summary>
internal sealed class ShardBoard : IDisposable
{
    /// <summary>Shards in a row whose first try fails, before a run is given up: then it is the machine, not the shards.</summary>
    private const int MostInARow = 10;
    private const double LongestWait = 60;

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _news = new(0);
    private readonly JobFolder _folder;
    private readonly JobRunOptions _options;
    private readonly IProgress<JobProgress>? _progress;
    private readonly PriorityQueue<Shard, (long Due, int Number)> _waiting = new();
    private readonly Dictionary<int, int> _tries = [];
    private readonly SortedDictionary<int, ShardFailure> _failed = [];
    private readonly SortedSet<int> _diverged = [];
    private readonly int _shards;
    private readonly int _total;
    private readonly int _wereDone;
    private int _underWay;
    private int _done;
    private int _retries;
    private int _interrupted;
    private int _inARow;
    private bool _stopped;
    private string? _givenUp;
    private ExceptionDispatchInfo? _failure;

    public ShardBoard(Shard[] shards, JobFolder folder, JobRunOptions options, IProgress<JobProgress>? progress)
    {
        (_folder, _options, _progress, _shards) = (folder, options, progress, shards.Length);
        foreach (var shard in shards)
        {
            if (folder.IsDone(shard))
            {
                _wereDone++;
                if ((int?)folder.Describe(shard)["exit"] == ShardOutcome.Diverged)
                {
                    _diverged.Add(shard.Number);
                }
            }
            else if (!options.RetryFailed && folder.Failure(shard) is { } failure)
            {
                _failed[shard.Number] = failure with { Shard = shard.Number };
            }
            else
            {
                folder.Forgive(shard);
                _waiting.Enqueue(shard, (0, shard.Number));
            }
        }
        _total = _waiting.Count;
    }

    public int Waiting => _waiting.Count;

    /// <summary>No further shard is handed out.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _stopped = true;
        }
        _news.Release();
    }

    /// <summary>The next shard, as soon as one is due; null when there will be none.</summary>
    public Shard? Take()
    {
        while (true)
        {
            TimeSpan wait;
            lock (_gate)
            {
                if (_stopped || (_waiting.Count == 0 && _underWay == 0))
                {
                    // Wakes the next one that waits, too.
                    _news.Release();
                    return null;
                }
                if (_waiting.TryPeek(out var shard, out var when))
                {
                    wait = TimeSpan.FromMilliseconds(when.Due - Environment.TickCount64);
                    if (wait <= TimeSpan.Zero)
                    {
                        _underWay++;
                        return _waiting.Dequeue();
                    }
                }
                else
                {
                    wait = TimeSpan.FromSeconds(LongestWait);
                }
            }
            _news.Wait(wait);
        }
    }

    /// <summary>Takes the outcome of a shard.</summary>
    public void Give(Shard shard, ShardOutcome outcome)
    {
        outcome = outcome.OrThatOfAnother(shard, _folder);
        _folder.Log(shard, outcome);
        lock (_gate)
        {
            _underWay--;
            var before = outcome.Advanced ? 0 : _tries.GetValueOrDefault(shard.Number);
            var tries = _tries[shard.Number] = before + 1;
            if (outcome.HasResult)
            {
                (_done, _inARow) = (_done + 1, 0);
                if (outcome.Exit == ShardOutcome.Diverged)
                {
                    _diverged.Add(shard.Number);
                }
            }
            else if (outcome.Exit == ShardOutcome.Interrupted)
            {
                _interrupted++;
            }
            else
            {
                TryAgainOrSetAside(shard, outcome, tries);
            }
            _progress?.Report(
                new JobProgress(
                    _done + _failed.Count(f => _tries.ContainsKey(f.Key)),
                    _total,
                    _failed.Count,
                    _diverged.Count,
                    _retries
                )
            );
        }
        _news.Release();
    }

    /// <summary>Ends the run by an exception.</summary>
    public void Fail(Exception failure)
    {
        lock (_gate)
        {
            _failure ??= ExceptionDispatchInfo.Capture(failure);
            _stopped = true;
        }
        _news.Release();
    }

    public void Dispose() => _news.Dispose();

    public void Rethrow() => _failure?.Throw();

    public JobSummary Summary() =>
        new()
        {
            Shards = _shards,
            WereDone = _wereDone,
            Done = _done,
            Diverged = [.. _diverged],
            Failed = [.. _failed.Values],
            Left = _waiting.Count + _interrupted,
            Retries = _retries,
            GivenUp = _givenUp,
        };

    private void TryAgainOrSetAside(Shard shard, ShardOutcome outcome, int tries)
    {
        var message = outcome.Message ?? "no reason was given.";
        var isSpent = outcome.Exit == ShardOutcome.Killed && _options.Command is null;
        if (outcome.MayRetry && tries < _options.Attempts && !isSpent)
        {
            if (
                tries == 1
                && !outcome.Advanced
                && outcome.Exit == ShardOutcome.Failed
                && ++_inARow >= MostInARow
                && !_stopped
            )
            {
                _stopped = true;
                _givenUp =
                    $"{_inARow} shards in a row failed, the last one so: {message.TrimEnd('.')}; nothing is lost, repair that and run the batch again.";
            }
            _retries++;
            var wait = Math.Min(LongestWait, _options.Backoff * Math.Pow(2, tries - 1));
            _waiting.Enqueue(shard, (Environment.TickCount64 + (long)(1000 * wait), shard.Number));
            return;
        }
        var failure = new ShardFailure(shard.Number, outcome.Exit, tries, message);
        _failed[shard.Number] = failure;
        _folder.SetAside(shard, failure);
    }
}
