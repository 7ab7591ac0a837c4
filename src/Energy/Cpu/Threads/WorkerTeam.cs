using System.Runtime.ExceptionServices;

namespace WFrame.Cpu.Threads;

/// <summary>
/// A fixed team: the caller and threads of its own that wait between calls. Nothing is allocated by a call.
/// </summary>
internal sealed class WorkerTeam : IDisposable
{
    private readonly Thread[] _threads;
    private readonly SemaphoreSlim[] _starts;
    private readonly Exception?[] _failures;
    private readonly CountdownEvent _running = new(1);
    private Action<int>? _body;
    private volatile bool _stopping;

    /// <param name="size">Members, the caller counted; at least 1.</param>
    public WorkerTeam(int size)
    {
        _failures = new Exception?[size];
        _starts = [.. Enumerable.Range(1, size - 1).Select(_ => new SemaphoreSlim(0))];
        _threads =
        [
            .. Enumerable
                .Range(1, size - 1)
                .Select(member => new Thread(() => Wait(member))
                {
                    IsBackground = true,
                    Name = $"wframe-cpu-{member}",
                }),
        ];
        foreach (var thread in _threads)
        {
            thread.Start();
        }
    }

    public int Size => _failures.Length;

    /// <summary>Every member runs the body once, with its number; returns when all have, throws what one has thrown.</summary>
    public void Run(Action<int> body)
    {
        _body = body;
        Array.Clear(_failures);
        _running.Reset(Size);
        foreach (var start in _starts)
        {
            start.Release();
        }
        Member(0);
        _running.Wait();
        _body = null;
        foreach (var failure in _failures)
        {
            if (failure is not null)
            {
                ExceptionDispatchInfo.Throw(failure);
            }
        }
    }

    public void Dispose()
    {
        _stopping = true;
        for (var i = 0; i < _threads.Length; i++)
        {
            _starts[i].Release();
            _threads[i].Join();
            _starts[i].Dispose();
        }
        _running.Dispose();
    }

    private void Wait(int member)
    {
        while (true)
        {
            _starts[member - 1].Wait();
            if (_stopping)
            {
                return;
            }
            Member(member);
        }
    }

    private void Member(int member)
    {
#pragma warning disable CA1031 // Whatever a member throws is thrown again by Run, on the caller's thread.
        try
        {
            _body!(member);
        }
        catch (Exception failure)
        {
            _failures[member] = failure;
        }
#pragma warning restore CA1031
        _running.Signal();
    }
}
