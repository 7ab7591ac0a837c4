using WFrame.Completion;
using WFrame.Engines;
using WFrame.Trainers.Tests.Textures;

namespace WFrame.Trainers.Tests.Completion;

public sealed class FillingPoolTests
{
    private static readonly EngineOptions _cpu = new() { Device = "cpu", Threads = 2 };

    [Fact]
    public void Given_fillings_of_unequal_length_when_made_side_by_side_then_they_come_back_in_order_and_are_counted()
    {
        var counted = new List<int>();

        var filled = Run(5, Slow, counted.Add);

        Assert.Equal([0, 10, 20, 30, 40], filled);
        Assert.Equal([1, 2, 3, 4, 5], counted);

        static int Slow(int number, IEnergyEngine engine)
        {
            Thread.Sleep(number == 0 ? 50 : 1);
            return 10 * number;
        }
    }

    [Fact]
    public void Given_two_threads_when_fillings_are_made_then_each_has_an_engine_of_its_own_with_one()
    {
        var engines = new IEnergyEngine[2];
        using var both = new Barrier(2);

        var threads = Run(2, Seen);

        Assert.NotSame(engines[0], engines[1]);
        Assert.Equal([1, 1], threads);

        int Seen(int number, IEnergyEngine engine)
        {
            engines[number] = engine;
            Assert.True(both.SignalAndWait(TimeSpan.FromMinutes(1)), "They did not run side by side.");
            return engine.Threads();
        }
    }

    [Fact]
    public void Given_one_filling_when_made_then_it_has_all_threads()
    {
        var threads = Run(1, (_, engine) => engine.Threads());

        Assert.Equal([2], threads);
    }

    [Fact]
    public void Given_a_filling_that_fails_when_others_wait_then_its_own_exception_comes_and_few_more_begin()
    {
        var begun = 0;

        var thrown = Assert.Throws<UsageException>(() => Run(100, Fail));

        Assert.Equal("broken", thrown.Message);
        Assert.InRange(begun, 1, 50);

        int Fail(int number, IEnergyEngine engine)
        {
            Interlocked.Increment(ref begun);
            Thread.Sleep(5);
            return number == 3 ? throw new UsageException("broken") : number;
        }
    }

    private static int[] Run(int count, Func<int, IEnergyEngine, int> fill, Action<int>? progress = null) =>
        FillingPool.Run(TextureParts.Trunk.WithAveragePools(), _cpu, 2, count, fill, progress);
}
