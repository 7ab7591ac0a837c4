using WFrame.Responses;
using WFrame.Trunks;

namespace WFrame.Engines;

/// <summary>
/// Several algorithms on one engine, each written as if it had it alone: a call of one waits until every other one has made
/// its own or has ended, and calls of one kind and shape then go through the engine as one. An image's numbers do not depend
/// on those beside it, so that none of this shows in a result.
/// </summary>
internal sealed class JointCalls : IDisposable
{
    /// <summary>More of them gain nothing: each has a thread, which waits most of the time.</summary>
    public const int Most = 64;

    private readonly object _lock = new();
    private readonly JointWork _work;
    private readonly SemaphoreSlim _turns;
    private List<JointCall> _waiting = [];
    private int _running;

    private JointCalls(IEnergyEngine engine, int count)
    {
        (_work, _running) = (new JointWork(engine), count);
        // What they do between calls takes no more threads than the calls.
        _turns = new SemaphoreSlim(engine.Threads());
    }

    /// <summary>Runs all algorithms to their ends.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="count">How many algorithms; <see cref="Most"/> at most are wise.</param>
    /// <param name="algorithm">
    /// Is given its number and an engine that only it may use; cancelled by a token that is the same for all.
    /// </param>
    /// <returns>What each returned or threw: one that fails does not end the others.</returns>
    public static Task<T>[] Run<T>(IEnergyEngine engine, int count, Func<int, IEnergyEngine, T> algorithm)
    {
        using var calls = new JointCalls(engine, count);
        Task<T>[] tasks = [.. Enumerable.Range(0, count).Select(Start)];
        Task.WhenAll((IEnumerable<Task>)tasks)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing)
            .GetAwaiter()
            .GetResult();
        return tasks;

        Task<T> Start(int number)
        {
            try
            {
                return Task.Factory.StartNew(
                    () => calls.Algorithm(number, engine, algorithm),
                    CancellationToken.None,
                    TaskCreationOptions.LongRunning,
                    TaskScheduler.Default
                );
            }
            // No thread is to be had: the others must not wait for it.
            catch (Exception e) when (e is TaskSchedulerException or OutOfMemoryException)
            {
                calls.Leave();
                return Task.FromException<T>(e.GetBaseException());
            }
        }
    }

    public void Dispose() => _turns.Dispose();

    private T Algorithm<T>(int number, IEnergyEngine engine, Func<int, IEnergyEngine, T> algorithm)
    {
        _turns.Wait();
        try
        {
            using var own = new Member(this, engine);
            return algorithm(number, own);
        }
        finally
        {
            Leave();
            _turns.Release();
        }
    }

    /// <summary>Returns when the call has been made, with those of the others.</summary>
    private void Make(JointCall call)
    {
        if (Arrive(call) is { } all)
        {
            _work.Do(all);
        }
        else
        {
            _turns.Release();
            call.Made.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
            _turns.Wait();
        }
        call.Made.Task.GetAwaiter().GetResult();
    }

    /// <summary>All calls where this is the last one that was missing; else null.</summary>
    private List<JointCall>? Arrive(JointCall call)
    {
        lock (_lock)
        {
            _waiting.Add(call);
            _running--;
            return Ready();
        }
    }

    /// <summary>An algorithm has ended: the others wait for it no longer.</summary>
    private void Leave()
    {
        List<JointCall>? all;
        lock (_lock)
        {
            _running--;
            all = Ready();
        }
        if (all is not null)
        {
            _work.Do(all);
        }
    }

    private List<JointCall>? Ready()
    {
        if (_running > 0 || _waiting.Count == 0)
        {
            return null;
        }
        var all = _waiting;
        (_waiting, _running) = ([], all.Count);
        return all;
    }

    /// <summary>The engine as one algorithm sees it.</summary>
    private sealed class Member(JointCalls calls, IEnergyEngine engine) : IEnergyEngine
    {
        public string Description => engine.Description;

        public Trunk Trunk => engine.Trunk;

        public void Responses(
            PixelBatch x,
            ResponseLayout layout,
            Memory<float> responses,
            CancellationToken cancellation = default
        ) => calls.Make(new ResponsesCall(x, layout, responses, cancellation));

        public void Statistics(
            PixelBatch x,
            ResponseLayout layout,
            Memory<float> statistics,
            CancellationToken cancellation = default
        ) => calls.Make(new SingleCall(x, e => e.Statistics(x, layout, statistics, cancellation)));

        public void Gradient(
            PixelBatch x,
            Theta theta,
            Memory<float> gradient,
            CancellationToken cancellation = default
        ) => calls.Make(new SingleCall(x, e => e.Gradient(x, theta, gradient, cancellation)));

        public void Evaluate(
            PixelBatch x,
            Theta theta,
            EnergyResults results,
            CancellationToken cancellation = default
        ) => calls.Make(new EvaluateCall(x, theta, results, cancellation));

        public void Langevin(PixelBatch x, Theta theta, LangevinRun run, CancellationToken cancellation = default) =>
            calls.Make(new LangevinCall(x, theta, run, cancellation));

        /// <summary>The engine is its owner's.</summary>
        public void Dispose() { }
    }
}
