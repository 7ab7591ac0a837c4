using WFrame.Jobs.Work;
using WFrame.Testing;

namespace WFrame.Cli.Tests.Jobs;

/// <summary>What is held of long inputs. Alone, because the heap is counted, and it belongs to all tests.</summary>
[Collection(nameof(WholeProcess))]
public sealed class InputMemoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(2_000)]
    [InlineData(200_000)]
    public void GivenAListOfAnyLength_WhenItsEndIsReached_ThenNothingOfItIsHeld(int rows)
    {
        _ = LongList.Write(_folder, rows);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        using var inputs = JobInputs.Open(["@list.txt"], _folder.Path, byClass: false, null, default);
        for (var first = 0; first < rows; first += 1000)
        {
            _ = inputs.Digest(inputs.Range(first, 1000, default), out _);
        }
        var held = GC.GetTotalMemory(forceFullCollection: true) - before;

        // All of the 200,000 would be more than 20 MB.
        Assert.InRange(held, long.MinValue, 2_000_000);
        GC.KeepAlive(inputs);
    }
}

/// <summary>Tests that measure the whole process and therefore run alone.</summary>
[CollectionDefinition(nameof(WholeProcess), DisableParallelization = true)]
public sealed class WholeProcess;
