using WFrame.Cpu.Layout;
using WFrame.Cpu.Passes;
using WFrame.Cpu.Threads;
using WFrame.Engines;
using WFrame.Responses;

namespace WFrame.Cpu;

/// <summary>
/// What the team is working on; one object is used again for every call. Images that threads take whole are cut into
/// runs; those left over when every thread has had as many (one of nine for two threads, all nine for sixteen) are
/// shared by thread groups, each of which takes one after another.
/// </summary>
/// <param name="threads">Members of the team.</param>
/// <param name="seeds">Theta as the kernels read it.</param>
internal sealed class CpuRequest(int threads, ThetaBlocks seeds)
{
    private static readonly PixelBatch NoImages = new(0, new ImageSize(1, 1));

    private readonly SpinBarrier[] _barriers = [.. Enumerable.Range(0, threads / 2).Select(_ => new SpinBarrier())];
    private int _next;
    private int _whole;
    private int _groups;
    private int _groupSize;

    public required Action<IChainPasses, CpuRequest, int, int> Body { get; set; }

    public PixelBatch Images { get; set; } = NoImages;

    public Theta? Theta { get; set; }

    public ThetaBlocks Seeds => seeds;

    public Memory<float> Output { get; set; }

    public EnergyResults? Results { get; set; }

    public LangevinRun? Langevin { get; set; }

    public CancellationToken Cancellation { get; set; }

    /// <summary>Runs of images that are not shared, of nearly equal length.</summary>
    public int Runs { get; private set; }

    /// <summary>Images of the longest run.</summary>
    public int LongestRun => Runs == 0 ? 1 : (_whole + Runs - 1) / Runs;

    /// <summary>Cuts the images into runs, as many for each thread, and a rest that is shared.</summary>
    /// <param name="most">Most images of a run; only where one is taken alone is a rest shared.</param>
    /// <param name="mostMembers">Most threads that should share an image.</param>
    public void Cut(int most, int mostMembers)
    {
        var rest = most == 1 ? Images.Count % threads : 0;
        (_groups, _groupSize) = ThreadGroups(rest, threads, mostMembers);
        for (var group = 0; group < _groups; group++)
        {
            _barriers[group].Expect(_groupSize);
        }
        _whole = _groups == 0 ? Images.Count : Images.Count - rest;
        var rounds = (_whole + (threads * most) - 1) / (threads * most);
        Runs = Math.Min(_whole, rounds * threads);
        _next = 0;
    }

    /// <summary>Lets go of what the caller has lent: results of large images are what a program holds most of.</summary>
    public void Release() => (Images, Theta, Output, Results, Langevin) = (NoImages, null, default, null, null);

    /// <summary>Whether a member works in memory of its own: for runs, or as the first of a thread group.</summary>
    public bool NeedsMemory(int member) => Runs > 0 || (member < _groups * _groupSize && member % _groupSize == 0);

    /// <summary>
    /// The thread groups that finish shared images soonest: each takes the time of its number of images divided by its threads. None when
    /// that is not sooner than an image a thread.
    /// </summary>
    internal static (int Groups, int Size) ThreadGroups(int images, int threads, int mostMembers)
    {
        var (best, bestSize, bestRounds) = (0, 1, 1);
        for (var groups = images; groups > 0; groups--)
        {
            var size = Math.Min(threads / groups, mostMembers);
            var rounds = (images + groups - 1) / groups;
            if (rounds * bestSize < bestRounds * size)
            {
                (best, bestSize, bestRounds) = (groups, size, rounds);
            }
        }
        return (best, bestSize);
    }

    /// <summary>A member's work: its share of its thread group's images, if it is in one; then runs until none is left.</summary>
    /// <param name="member">Which member.</param>
    /// <param name="passes">The passes of every member.</param>
    public void Work(int member, IChainPasses[] passes)
    {
        if (member < _groups * _groupSize)
        {
            WorkInGroup(member, passes);
        }
        for (var run = Interlocked.Increment(ref _next) - 1; run < Runs; run = Interlocked.Increment(ref _next) - 1)
        {
            Cancellation.ThrowIfCancellationRequested();
            Body(passes[member], this, Start(run), Start(run + 1) - Start(run));
        }
    }

    private void WorkInGroup(int member, IChainPasses[] passes)
    {
        var group = member / _groupSize;
        var (own, leader) = (passes[member], passes[group * _groupSize]);
        own.Join(leader.Memory, new Share(member % _groupSize, _groupSize, _barriers[group]));
        try
        {
            for (var image = _whole + group; image < Images.Count; image += _groups)
            {
                Body(own, this, image, 1);
            }
        }
        catch (OperationCanceledException) when (_barriers[group].Broken)
        {
            // The member that has failed reports why.
        }
        catch
        {
            _barriers[group].Break();
            throw;
        }
        finally
        {
            own.Leave();
        }
    }

    /// <summary>First image of a run; of the run after the last, the number of images that are not shared.</summary>
    private int Start(int run) => (int)((long)_whole * run / Runs);
}
