namespace WFrame;

/// <summary>
/// Stands before native memory: calls go in, disposal waits until they have come out and lets no other one in.
/// </summary>
/// <param name="owner">What is guarded, for the exception.</param>
/// <param name="exclusive">Whether calls wait for each other too.</param>
internal sealed class UseGate(Type owner, bool exclusive)
{
    /// <summary>How often a waiting call looks at its cancellation.</summary>
    private const int PatienceMilliseconds = 20;

    private readonly object _lock = new();
    private int _inside;
    private bool _closed;

    /// <summary>Goes in; disposing of what is returned goes out again.</summary>
    /// <exception cref="ObjectDisposedException">The gate is closed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while others were inside.</exception>
    public Visit Enter(CancellationToken cancellation = default)
    {
        lock (_lock)
        {
            while (exclusive && _inside > 0 && !_closed)
            {
                cancellation.ThrowIfCancellationRequested();
                _ = Monitor.Wait(_lock, PatienceMilliseconds);
            }
            ObjectDisposedException.ThrowIf(_closed, owner);
            _inside++;
            return new(this);
        }
    }

    /// <summary>Closes, and waits for who is inside.</summary>
    /// <returns>Whether this call closed it: then the caller frees what was guarded.</returns>
    public bool Close()
    {
        lock (_lock)
        {
            var first = !_closed;
            _closed = true;
            Monitor.PulseAll(_lock);
            while (_inside > 0)
            {
                _ = Monitor.Wait(_lock);
            }
            return first;
        }
    }

    private void Exit()
    {
        lock (_lock)
        {
            _inside--;
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>A call that is inside; a struct, so that steps allocate nothing.</summary>
    internal readonly struct Visit(UseGate gate) : IDisposable
    {
        public void Dispose() => gate.Exit();
    }
}
