using WFrame.Engines;
using WFrame.Responses;
using WFrame.Trainers.Tests;
using WFrame.Trunks;
using Xunit.Abstractions;

namespace WFrame.Reliability.Tests.Concurrency;

/// <summary>Sixteen threads on shared and on own engines, disposed at random: the right values or ObjectDisposedException.</summary>
[Trait("Category", "Slow")]
public class SharedUseTests(ITestOutputHelper log)
{
    private const int Threads = 16;

    /// <summary>Calls in all; WFRAME_ROUNDS asks for more.</summary>
    private static readonly int Rounds = int.TryParse(
        Environment.GetEnvironmentVariable("WFRAME_ROUNDS"),
        out var rounds
    )
        ? rounds
        : 10_000;

    private static readonly PixelBatch Images = SmallTrainings.Images(3, seed: 1);

    [Theory]
    [InlineData("cpu")]
    [InlineData("ort-cpu")]
    public void Given_one_engine_when_sixteen_threads_use_and_dispose_it_then_values_are_right_or_it_says_so(
        string device
    )
    {
        var trunk = device == "cpu" ? Trunk.Vgg16Conv4() : SmallTrainings.Trunk;
        var layout = trunk.Layout(Images.Size, ThetaForm.Filter);
        var expected = new Expected(trunk, device, layout);
        var (right, disposed) = (0, 0);
        var generation = 0;
        while (right + disposed < Rounds / 2)
        {
            var engine = EngineFactory.Create(trunk, device, 1 + (generation % 3)).Engine;
            var until = new Random(generation).Next(1, 60 * Threads);
            var calls = 0;
            Run(thread =>
            {
                var random = new Random((generation * Threads) + thread);
                while (true)
                {
                    try
                    {
                        expected.Check(engine, random.Next(4));
                        Interlocked.Increment(ref right);
                    }
                    catch (ObjectDisposedException)
                    {
                        Interlocked.Increment(ref disposed);
                        return;
                    }
                    if (Interlocked.Increment(ref calls) >= until)
                    {
                        engine.Dispose();
                    }
                }
            });
            generation++;
        }
        log.WriteLine($"{device} shared: {right} right, {disposed} disposed, {generation} engines");
        Assert.True(right > disposed);
    }

    [Fact]
    public void Given_engines_of_their_own_when_sixteen_threads_use_them_then_all_values_are_right()
    {
        var trunk = Trunk.Vgg16Conv4();
        var expected = new Expected(trunk, "cpu", trunk.Layout(Images.Size, ThetaForm.Filter));
        var right = 0;
        Run(thread =>
        {
            var random = new Random(thread);
            for (var i = 0; i < Rounds / Threads / 8; i++)
            {
                using var engine = EngineFactory.Create(trunk, "cpu", 1 + (i % 2)).Engine;
                for (var call = 0; call < 4; call++)
                {
                    expected.Check(engine, random.Next(4));
                    Interlocked.Increment(ref right);
                }
            }
        });
        log.WriteLine($"own engines: {right} right");
        Assert.True(right > 0);
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("ort-cpu")]
    public void Given_one_trainer_when_several_threads_train_then_each_has_what_it_has_alone(string device)
    {
        var trunk = device == "cpu" ? Trunk.Vgg16Conv4() : SmallTrainings.Trunk;
        using var trainer = new WFrameTrainer(SmallTrainings.Options, trunk, new() { Device = device, Threads = 2 });
        var alone = Enumerable.Range(0, Threads).Select(seed => Theta(trainer, seed)).ToArray();

        Run(thread => Assert.Equal(alone[thread], Theta(trainer, thread)));

        static float[] Theta(WFrameTrainer trainer, int seed) =>
            trainer.Fit(SmallTrainings.Images(2, seed)).Components[0].Theta;
    }

    [Fact]
    public void Given_a_trainer_that_is_disposed_when_training_then_the_training_ends_with_that()
    {
        var options = SmallTrainings.Options with { Iterations = 1_000_000 };
        var trainer = new WFrameTrainer(options, SmallTrainings.Trunk, SmallTrainings.Engine);
        using var started = new ManualResetEventSlim();
        var progress = new Started(started);

        var training = Task.Run(() => trainer.Fit(SmallTrainings.Images(2, 1), progress));
        started.Wait();
        trainer.Dispose();

        Assert.Throws<ObjectDisposedException>(Wait);
        Assert.Throws<ObjectDisposedException>(() => trainer.Fit(SmallTrainings.Images(2, 1)));
        trainer.Dispose();

        void Wait() => training.GetAwaiter().GetResult();
    }

    [Fact]
    public void Given_one_session_when_two_threads_advance_it_then_one_is_refused()
    {
        using var engine = EngineFactory.Create(SmallTrainings.Trunk, "ort-cpu", 1).Engine;
        var session = new Learning.TrainingSession(
            engine,
            [SmallTrainings.Component("a")],
            SmallTrainings.Options with
            {
                Iterations = 2000,
            }
        );
        var refused = 0;
        Run(_ =>
        {
            while (!session.Finished)
            {
                try
                {
                    session.Advance();
                }
                catch (InvalidOperationException e) when (e is not ObjectDisposedException)
                {
                    Interlocked.Increment(ref refused);
                }
            }
        });
        Assert.True(refused > 0);
        Assert.Equal(Enumerable.Range(1, 2000), session.History.Select(r => r.Iteration));
    }

    [Fact]
    public void Given_a_call_that_waits_for_another_when_cancelled_then_it_does_not_wait_longer()
    {
        using var engine = EngineFactory.Create(Trunk.Vgg16Conv4(), "cpu", 1).Engine;
        using var stop = new CancellationTokenSource();
        var long_ = Task.Run(() => Langevin(engine, int.MaxValue, stop.Token));
        using var waiting = new CancellationTokenSource(200);

        Assert.ThrowsAny<OperationCanceledException>(WaitOften);
        Assert.False(long_.IsCompleted);
        stop.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(Wait);

        void Wait() => long_.GetAwaiter().GetResult();

        void WaitOften()
        {
            for (var i = 0; i < 1_000_000; i++)
            {
                Langevin(engine, 1, waiting.Token);
            }
        }
    }

    private static void Langevin(IEnergyEngine engine, int steps, CancellationToken cancellation)
    {
        var x = Images.Clone();
        var theta = new Theta(engine.Trunk.Layout(x.Size, ThetaForm.Filter), 1);
        engine.Langevin(x, theta, Expected.Steps(x.Count, steps), cancellation);
    }

    private static void Run(Action<int> body)
    {
        Exception? failure = null;
        Thread[] threads =
        [
            .. Enumerable
                .Range(0, Threads)
                .Select(thread => new Thread(() =>
                {
#pragma warning disable CA1031 // Thrown again below.
                    try
                    {
                        body(thread);
                    }
                    catch (Exception e)
                    {
                        failure = e;
                    }
#pragma warning restore CA1031
                })),
        ];
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());
        Assert.Null(failure);
    }

    private sealed class Started(ManualResetEventSlim started) : IProgress<WFrameProgress>
    {
        public void Report(WFrameProgress value) => started.Set();
    }
}
