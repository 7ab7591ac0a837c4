using WFrame.Engines;
using WFrame.Files;
using WFrame.Images.Formats;
using WFrame.Images.Sources;

namespace WFrame.Jobs.Work;

/// <summary>Scores images in batches: a row each, in order, whatever is wrong with some.</summary>
internal sealed class ScoringWork : IShardWork
{
    public const string Rows = "scores.jsonl";

    /// <summary>Pixel values decoded before they are scored, about 8 MB.</summary>
    private const int BatchValues = 2_000_000;

    private readonly WFrameModel _model;
    private readonly PixelOptions _pixels;
    private readonly IReadOnlyList<string> _columns;
    private readonly ShardInputs _inputs;
    private readonly IEnergyEngine _engine;
    private readonly PixelBatch _batch;

    public ScoringWork(JobPlan plan, WorkOptions work)
    {
        _pixels = PixelJson.Read(plan.ReadOptions()["pixels"]) with { Threads = Math.Max(1, work.Engine.Threads) };
        _inputs = new ShardInputs(plan, work, byClass: false);
        _columns = plan.ScoreColumns();
        _model = WFrameModel.Load(WeightsFile.Find(plan, work));
        _engine = EngineFactory.Create(_model.Trunk, work.Engine).Engine;
        _batch = new PixelBatch(Math.Clamp(BatchValues / _pixels.Size.Dimension, 1, 128), _pixels.Size);
    }

    public ShardResult Do(Shard shard, ShardPlace place, CancellationToken cancellation)
    {
        var bad = 0;
        AtomicFile.Write(
            Path.Combine(place.Results, Rows),
            stream =>
            {
                foreach (var row in Score(shard, cancellation))
                {
                    bad += row.Error is null ? 0 : 1;
                    row.Write(stream, _columns);
                }
            }
        );
        return new ShardResult(
            Diverged: false,
            new JsonObject
            {
                ["components"] = new JsonArray([.. _model.Components.Select(c => JsonValue.Create(c.Name))]),
                ["rows"] = shard.Count,
                ["bad"] = bad,
            }
        );
    }

    public void Dispose()
    {
        _inputs.Dispose();
        _engine.Dispose();
    }

    private IEnumerable<ScoredRow> Score(Shard shard, CancellationToken cancellation)
    {
        var (entries, hashes) = (_inputs.Unread(shard, cancellation), new string?[_batch.Count]);
        using var digest = _inputs.NewDigest();
        for (var first = 0; first < entries.Count; first += _batch.Count)
        {
            var part = entries.Skip(first).Take(_batch.Count).ToArray();
            var failures = JobPixels.Decode(part, _pixels, _model.Trunk.Mean, _batch.Values, hashes, cancellation);
            // Of a bad image the values of an earlier one are scored and thrown away.
            var (scores, _) = _model.ScoreWithTextures(_engine, _batch.Slice(0, part.Length), cancellation);
            for (var i = 0; i < part.Length; i++)
            {
                digest.Add(part[i], hashes[i] ?? _inputs.HashOf(part[i].Path));
                var row = new ScoredRow(_inputs.NameOf(part[i]), part[i].Label ?? "");
                yield return failures[i] is { } failure ? Failed(row, part[i], failure) : Scored(row, scores, i);
            }
        }
        // Each file is read once, and what was scored is what was planned.
        ShardInputs.Require(shard, digest.Finish(), digest.Unreadables);
    }

    private ScoredRow Failed(ScoredRow row, ImageEntry entry, Exception failure)
    {
        var kind = (failure.InnerException as BadImageException)?.Kind.ToString() ?? "Unusable";
        return row with
        {
            Error = kind,
            // The same wherever the data lies.
            Reason = failure.Message.Replace(entry.Path, _inputs.NameOf(entry), StringComparison.Ordinal),
        };
    }

    private static ScoredRow Scored(ScoredRow row, ModelScores scores, int image)
    {
        var scored = row with
        {
            Score = Of(scores.Score),
            Phi = Of(scores.Phi),
            Similarity = Of(scores.Similarity),
            Percentile = Of(scores.Percentile),
            P = Of(scores.P),
            Deviation = Of(scores.Deviation),
        };
        return scored.Score.All(double.IsFinite)
            ? scored
            : row with
            {
                Error = "NotFinite",
                Reason = "the score is not finite; the model cannot be used for this image.",
            };

        double[] Of(double[]? values) =>
            values is null ? [] : [.. values.AsSpan(image * scores.Components, scores.Components)];
    }
}
