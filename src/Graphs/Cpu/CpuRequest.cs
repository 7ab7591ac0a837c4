namespace WFrame.Graphs.Cpu;

/// <summary>What the team is working on; one object is used again for every call.</summary>
internal sealed class CpuRequest
{
    private int _next;

    public required Action<IChainPasses, CpuRequest, int, int> Body { get; set; }

    public required PixelBatch Images { get; set; }

    public Theta? Theta { get; set; }

    public Memory<float> Output { get; set; }

    public EnergyResults? Results { get; set; }

    public LangevinRun? Run { get; set; }

    public CancellationToken Cancellation { get; set; }

    /// <summary>Groups of chains, of nearly equal size.</summary>
    public int Groups { get; private set; }

    /// <summary>Cuts the chains into groups, as many for each thread, of at most <paramref name="most"/>.</summary>
    public void Cut(int threads, int most)
    {
        var rounds = (Images.Count + (threads * most) - 1) / (threads * most);
        Groups = Math.Min(Images.Count, rounds * threads);
        _next = 0;
    }

    /// <summary>First chain of a group; of the group after the last, the number of chains.</summary>
    public int Start(int group) => (int)((long)Images.Count * group / Groups);

    /// <summary>Takes groups until none is left.</summary>
    public void Work(IChainPasses passes)
    {
        for (
            var group = Interlocked.Increment(ref _next) - 1;
            group < Groups;
            group = Interlocked.Increment(ref _next) - 1
        )
        {
            Cancellation.ThrowIfCancellationRequested();
            Body(passes, this, Start(group), Start(group + 1) - Start(group));
        }
    }
}
