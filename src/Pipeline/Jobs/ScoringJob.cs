using WFrame.Jobs.Work;

namespace WFrame.Jobs;

/// <summary>One row for each image, its score or why it has none.</summary>
public sealed record ScoringJob : Job
{
    /// <summary>Images of a shard where nothing else is said, between half of it and this: a queue takes some tens of jobs a second.</summary>
    private const int ImagesPerShard = 1000;

    /// <summary>File of the model.</summary>
    public required string Model { get; init; }

    /// <summary>IMAGES arguments: files, folders, globs, cifar10:FOLDER, @list.txt; a list may name files that are not there.</summary>
    public required IReadOnlyList<string> Images { get; init; }

    /// <summary>How images become pixels; the size is the model's, but for filter theta.</summary>
    public required PixelOptions Pixels { get; init; }

    /// <inheritdoc/>
    public override JobPlan Plan(
        Action<string>? notice = null,
        Action<int, int>? progress = null,
        CancellationToken cancellation = default
    )
    {
        var model = WFrameModel.Load(At(Model)!);
        _ = model.ThetaOf(0, Pixels.Size);
        using var inputs = JobInputs.Open(Images, Folder, byClass: false, notice, cancellation);
        var plan = new JobPlan
        {
            Kind = JobKind.Score,
            Queue = Queue ?? "cpu",
            Folder = Folder,
            Images = Images,
            Inputs = inputs.Count,
            Weights = Model,
            WeightsSha256 = JobPlan.HashOf(At(Model)!),
            Options = new JsonObject
            {
                ["pixels"] = PixelJson.Write(Pixels),
                ["columns"] = new JsonArray([.. ScoredRow.ColumnsOf(model).Select(c => JsonValue.Create(c))]),
            }.ToJsonString(),
        };
        var shards = Math.Min(Shards ?? ((inputs.Count + ImagesPerShard - 1) / ImagesPerShard), inputs.Count);
        return plan with { Shards = [.. Enumerable.Range(0, shards).Select(Make)] };

        Shard Make(int number)
        {
            cancellation.ThrowIfCancellationRequested();
            var first = (int)((long)number * inputs.Count / shards);
            var count = (int)((number + 1L) * inputs.Count / shards) - first;
            var digest = inputs.Digest(inputs.Range(first, count, cancellation), out _);
            progress?.Invoke(first + count, inputs.Count);
            return plan.Identified(
                new Shard
                {
                    Number = number,
                    Id = "",
                    First = first,
                    Count = count,
                    Inputs = digest,
                }
            );
        }
    }
}
