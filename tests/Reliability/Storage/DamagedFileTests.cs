using WFrame.Engines;
using WFrame.Learning;
using WFrame.Testing;
using WFrame.Trainers.Tests;
using WFrame.Trunks;
using Xunit.Abstractions;

namespace WFrame.Reliability.Tests.Storage;

/// <summary>Every single bit, every cut: refused, or the same content; never another state, never another exception.</summary>
[Trait("Category", "Slow")]
public sealed class DamagedFileTests(ITestOutputHelper log) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Given_every_flipped_bit_and_every_cut_of_a_checkpoint_when_resumed_then_it_is_refused_or_the_same()
    {
        using var engine = EngineFactory.Create(Tiny(), "ort-cpu", 1).Engine;
        var session = Session(engine);
        session.Advance();
        Checkpoint.Write(folder.At("c.zip"), session);
        var content = File.ReadAllBytes(folder.At("c.zip"));
        var untouched = new ThreadLocal<TrainingSession>(() => Session(engine));

        var (refused, same) = Damage.FlipBits(content, folder.Path, Read);
        var (cut, whole) = Damage.Truncate(content, folder.Path, Read);

        log.WriteLine(
            $"checkpoint of {content.Length} bytes: {refused} flips refused, {same} the same; {cut} cuts refused"
        );
        Assert.Equal(content.Length * 8, refused + same);
        Assert.True(refused > same);
        Assert.Equal((64, 0), (cut, whole));

        string Read(string path)
        {
            var into = untouched.Value!;
            Checkpoint.Resume(path, into);
            return Text(into);
        }
    }

    [Fact]
    public void Given_every_flipped_bit_and_every_cut_of_a_model_when_loaded_then_it_is_refused_or_the_same()
    {
        using var engine = EngineFactory.Create(Tiny(), "ort-cpu", 1).Engine;
        var session = Session(engine);
        session.Advance();
        session.Snapshot().Save(folder.At("m.zip"));
        var content = File.ReadAllBytes(folder.At("m.zip"));

        var (refused, same) = Damage.FlipBits(content, folder.Path, Read);
        var (cut, whole) = Damage.Truncate(content, folder.Path, Read);

        log.WriteLine($"model of {content.Length} bytes: {refused} flips refused, {same} the same; {cut} cuts refused");
        Assert.Equal(content.Length * 8, refused + same);
        Assert.True(refused > same);
        Assert.Equal((64, 0), (cut, whole));

        static string Read(string path)
        {
            var model = WFrameModel.Load(path);
            return $"{model.Options} {model.Size} {model.Trunk.Sha256} {string.Join(' ', model.Trunk.Mean)} "
                + string.Concat(
                    model.Components.Select(c =>
                        $"{c.Name} {Hash(c.Theta)} {Hash(c.Chains.Values.Span)} {c.Iterations} {c.Diverged} "
                    )
                )
                + string.Concat(model.History);
        }
    }

    private static TrainingSession Session(IEnergyEngine engine)
    {
        var observed = new PixelBatch(1, new ImageSize(4, 4));
        observed.Values.Span.Fill(20);
        var options = SmallTrainings.Options with { Chains = 1, Steps = 1 };
        return new TrainingSession(engine, [new("a", observed)], options);
    }

    /// <summary>One convolution of two filters: the files are small, so that every bit can be tried.</summary>
    private static Trunk Tiny() =>
        new(
            "tiny",
            [
                new ConvolutionLayer
                {
                    Name = "conv1",
                    Out = 2,
                    In = 3,
                    Window = Window.Square(3, 1, 1),
                    Kernel = [.. Enumerable.Range(0, 54).Select(i => 0.01f * (i % 7))],
                    Bias = [0.5f, 0.25f],
                },
                new ReluLayer { Name = "relu1" },
            ],
            [104, 117, 124]
        );

    private static string Text(TrainingSession session) =>
        $"{session.Iteration} "
        + string.Concat(
            session.State.Components.Select(c =>
                $"{c.Name} {c.Standing} {Text(c.Current)} {Text(c.LastGood)} {string.Concat(session.History)}"
            )
        );

    private static string Text(LearningState state) =>
        $"{Hash(state.Theta)} {Hash(state.Chains.Values.Span)} {Hash(state.PenaltyGradient)}";

    private static string Hash(ReadOnlySpan<float> values) =>
        Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(values)));
}
