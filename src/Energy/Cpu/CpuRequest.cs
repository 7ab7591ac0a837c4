using WFrame.Cpu.Passes;
using WFrame.Cpu.Threads;
using WFrame.Engines;
using WFrame.Responses;

namespace WFrame.Cpu;

/// <summary>
/// What the team is working on; one object is used again for every call. Images that threads take whole are cut into
/// groups; those left over when every thread has had as many (one of nine for two threads, all nine for sixteen) are
/// shared by crews, each of which takes one after another.
/// </summary>
/// <param name="threads">Members of the team.</param>
internal sealed class CpuRequest(int threads)
{
    private readonly Meeting[] _meetings = [.. Enumerable.Range(0, threads / 2).Select(_ => new Meeting())];
    private int _next;
    private int _whole;
    private int _crews;
    private int _crewSize;

    public required Action<IChainPasses, CpuRequest, int, int> Body { get; set; }

    public required PixelBatch Images { get; set; }

    public Theta? Theta { get; set; }

    public Memory<float> Output { get; set; }

    public EnergyResults? Results { get; set; }

    public LangevinRun? Run { get; set; }

    public CancellationToken Cancellation { get; set; }

    /// <summary>Groups of images that are not shared, of nearly equal size.</summary>
    public int Groups { get; private set; }

    /// <summary>Images of the largest group.</summary>
    public int LargestGroup => Groups == 0 ? 1 : (_whole + Groups - 1) / Groups;

    /// <summary>Cuts the images into groups, as many for each thread, and a rest that is shared.</summary>
    /// <param name="most">Most images of a group; only where one is taken alone is a rest shared.</param>
    /// <param name="mostMembers">Most threads that should share an image.</param>
    public void Cut(int most, int mostMembers)
    {
        var rest = most == 1 ? Images.Count % threads : 0;
        (_crews, _crewSize) = Crews(rest, threads, mostMembers);
        for (var crew = 0; crew < _crews; crew++)
        {
            _meetings[crew].Expect(_crewSize);
        }
        _whole = _crews == 0 ? Images.Count : Images.Count - rest;
        var rounds = (_whole + (threads * most) - 1) / (threads * most);
        Groups = Math.Min(_whole, rounds * threads);
        _next = 0;
    }

    /// <summary>
    /// The crews that share images soonest: each takes the time of its number of images divided by its members. None when
    /// that is not sooner than an image a thread.
    /// </summary>
    internal static (int Crews, int Size) Crews(int images, int threads, int mostMembers)
    {
        var (best, bestSize, bestRounds) = (0, 1, 1);
        for (var crews = images; crews > 0; crews--)
        {
            var size = Math.Min(threads / crews, mostMembers);
            var rounds = (images + crews - 1) / crews;
            if (rounds * bestSize < bestRounds * size)
            {
                (best, bestSize, bestRounds) = (crews, size, rounds);
            }
        }
        return (best, bestSize);
    }

    /// <summary>A member's work: its share of its crew's images, if it is in one; then groups until none is left.</summary>
    /// <param name="member">Which member.</param>
    /// <param name="passes">The passes of every member.</param>
    public void Work(int member, IChainPasses[] passes)
    {
        if (member < _crews * _crewSize)
        {
            WorkInCrew(member, passes);
        }
        for (
            var group = Interlocked.Increment(ref _next) - 1;
            group < Groups;
            group = Interlocked.Increment(ref _next) - 1
        )
        {
            Cancellation.ThrowIfCancellationRequested();
            Body(passes[member], this, Start(group), Start(group + 1) - Start(group));
        }
    }

    private void WorkInCrew(int member, IChainPasses[] passes)
    {
        var crew = member / _crewSize;
        var (own, leader) = (passes[member], passes[crew * _crewSize]);
        own.Join(leader.Memory, new Share(member % _crewSize, _crewSize, _meetings[crew]));
        try
        {
            for (var image = _whole + crew; image < Images.Count; image += _crews)
            {
                Body(own, this, image, 1);
            }
        }
        catch (OperationCanceledException) when (_meetings[crew].Broken)
        {
            // The member that has failed reports why.
        }
        catch
        {
            _meetings[crew].Break();
            throw;
        }
        finally
        {
            own.Leave();
        }
    }

    /// <summary>First image of a group; of the group after the last, the number of images that are not shared.</summary>
    private int Start(int group) => (int)((long)_whole * group / Groups);
}
