using Microsoft.ML;
using WFrame.MLNet;
using WFrame.Testing;

namespace WFrame.Pipeline.Tests.MLNet;

public sealed class BatchScoringTests : IDisposable
{
    private static readonly EngineOptions OneThread = new() { Threads = 1 };

    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _context = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void GivenRows_WhenScoredInBatches_ThenTheyAreThoseOfTheModelInOrderAndABadOneHasItsReason()
    {
        string[] samples =
        [
            .. "brick grass coffee chelsea gravel".Split(' ').Select(n => Repository.Sample($"{n}.png")),
        ];
        File.WriteAllText(_folder.At("bad.png"), "no image");
        string[] images = [.. samples[..3], _folder.At("bad.png"), .. samples[3..]];
        var model = Model(samples);
        using var transformer = new WFrameTransformer(_context, model);
        var data = _context.WFrame().LoadPixels(images, Pixels(16));

        var expected = model.Score(WFrameImages.Load(samples, 16));
        foreach (var batch in new[] { 1, 2, 64 })
        {
            var rows = transformer.ScoreBatches(data, batch, OneThread).ToArray();

            Assert.Equal(Enumerable.Range(0, 6).Select(i => (long)i), rows.Select(r => r.Row));
            Assert.Contains("bad.png", rows[3].Fault, StringComparison.Ordinal);
            Assert.Empty(rows[3].Score);
            var good = rows.Where(r => r.Fault is null).ToArray();
            Assert.Equal(expected.Score, good.SelectMany(r => r.Score));
            Assert.Equal(expected.Phi, good.SelectMany(r => r.Phi));
        }
    }

    [Fact]
    public void GivenPixelsThatAreNotFinite_WhenScored_ThenThatRowAloneHasNoScore()
    {
        var model = Model([Repository.Sample("brick.png")]);
        using var transformer = new WFrameTransformer(_context, model);
        var pixels = WFrameImages.Load(Repository.Sample("brick.png"), 16).Values.ToArray();
        float[] broken = [.. pixels];
        broken[7] = float.NaN;
        var definition = Microsoft.ML.Data.SchemaDefinition.Create(typeof(Row));
        definition["Pixels"].ColumnType = new Microsoft.ML.Data.VectorDataViewType(
            Microsoft.ML.Data.NumberDataViewType.Single,
            3,
            16,
            16
        );
        Row[] rows = [new() { Pixels = pixels }, new() { Pixels = broken }, new() { Pixels = pixels }];

        var scored = transformer.ScoreBatches(_context.Data.LoadFromEnumerable(rows, definition)).ToArray();

        Assert.Contains("NaN at 7", scored[1].Fault, StringComparison.Ordinal);
        Assert.Equal(scored[0].Score, scored[2].Score);
        Assert.NotEmpty(scored[0].Score);
    }

    [Fact]
    public void GivenWhatDoesNotFit_WhenScored_ThenItIsRefusedAtOnce()
    {
        var model = Model([Repository.Sample("brick.png")]);
        using var transformer = new WFrameTransformer(_context, model);
        var data = _context.WFrame().LoadPixels(Repository.Sample("brick.png"), 16);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.Throws<UsageException>(() => transformer.ScoreBatches(data, 0));
        Assert.Throws<UsageException>(() =>
            transformer.ScoreBatches(_context.WFrame().LoadPixels(Repository.Sample("brick.png"), 8))
        );
        Assert.Throws<OperationCanceledException>(() =>
            transformer.ScoreBatches(data, cancellation: cancelled.Token).Count()
        );
    }

    private static PixelOptions Pixels(int side) => new() { Size = new(side, side) };

    private static WFrameModel Model(string[] images)
    {
        using var trainer = new WFrameTrainer(
            new WFrameOptions
            {
                Iterations = 1,
                Steps = 1,
                Chains = 1,
            },
            engine: OneThread
        );
        return trainer.Fit(WFrameImages.Load(images, 16));
    }

    private sealed class Row
    {
        public float[] Pixels { get; set; } = [];
    }
}
