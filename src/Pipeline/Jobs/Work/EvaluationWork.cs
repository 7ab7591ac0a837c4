using WFrame.Evaluation;
using WFrame.Evaluation.Catalog;
using WFrame.Evaluation.Classifiers;
using WFrame.Evaluation.Report;
using WFrame.Files;

namespace WFrame.Jobs.Work;

/// <summary>Evaluates one set of generated images: evaluation.json, without how long it took.</summary>
internal sealed class EvaluationWork(JobPlan plan, WorkOptions work) : IShardWork
{
    public const string Result = "evaluation.json";

    private readonly JsonObject _options = plan.ReadOptions();

    public ShardResult Do(Shard shard, ShardPlace place, CancellationToken cancellation)
    {
        var options = Options();
        var generated = Images(plan.Images[shard.First], shard.Inputs, cancellation);
        var reference = (string?)_options["reference"] is { } folder
            ? Images(folder, (string)_options["referenceImages"]!, cancellation)
            : null;
        var result = Evaluator.Evaluate(generated, reference, options, null, cancellation);
        var json = JsonNode.Parse(EvaluationJson.Write(result))!.AsObject();
        json.Remove("seconds");
        AtomicFile.WriteText(Path.Combine(place.Results, Result), json.ToJsonString() + "\n");
        return new ShardResult(Diverged: false, new JsonObject { ["set"] = shard.Parts[0].Name });
    }

    public void Dispose() { }

    private EvaluationOptions Options() =>
        new()
        {
            Metrics = MetricCatalog.Default.Parse((string)_options["metrics"]!),
            Classifier = plan.Weights is null ? null : WeightsFile.Find(plan, work),
            Device = work.Engine.Device,
            Size = (int?)_options["height"] is { } height ? new ImageSize(height, (int)_options["width"]!) : null,
            ReferenceCrop = (int?)_options["referenceCrop"],
            Pass = new FeaturePassOptions { Threads = Math.Max(1, work.Engine.Threads) },
        };

    private ImageSet Images(string images, string digest, CancellationToken cancellation)
    {
        var set = plan with { Images = [images] };
        using var inputs = new ShardInputs(set, work, byClass: false);
        return ImageSet.FromEntries(inputs.All(digest, cancellation));
    }
}
