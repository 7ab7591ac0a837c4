using WFrame.Engines;
using WFrame.Images.Writing;
using WFrame.Sampling;

namespace WFrame.Jobs.Work;

/// <summary>Draws images of one component: a PNG each, named by its number.</summary>
internal sealed class SamplingWork : IShardWork
{
    /// <summary>Images drawn before the first of them are written, about; each depends on its own number only.</summary>
    private const int Batch = 32;

    private readonly WFrameModel _model;
    private readonly SamplingOptions _how;
    private readonly IEnergyEngine _engine;

    public SamplingWork(JobPlan plan, WorkOptions work)
    {
        _how = SamplingJson.Read(plan.ReadOptions());
        _model = WFrameModel.Load(WeightsFile.Find(plan, work));
        _engine = EngineFactory.Create(_model.Trunk, work.Engine).Engine;
    }

    public static string Picture(int number) => string.Create(CultureInfo.InvariantCulture, $"{number:000000}.png");

    public ShardResult Do(Shard shard, ShardPlace place, CancellationToken cancellation)
    {
        var whole = new ImageRange(shard.FirstPart, shard.First, shard.Count);
        ImageRange[] ranges = [.. JointDraws.Cut(_model, _how, whole, Batch)];
        foreach (var (range, drawn) in ranges.Zip(JointDraws.Draw(_engine, _model, ranges, _how, cancellation)))
        {
            for (var i = 0; i < range.Count; i++)
            {
                var path = Path.Combine(place.Results, Picture(range.First + i));
                PngWriter.Write(path, PngWriter.ToImage(drawn, i, _model.Trunk.Mean));
            }
        }
        return new ShardResult(Diverged: false, []);
    }

    public void Dispose() => _engine.Dispose();
}
