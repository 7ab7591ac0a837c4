using WFrame.Jobs.Work;

namespace WFrame.Jobs;

/// <summary>New images from a model; image i of a component is the same however the batch is cut.</summary>
public sealed record SamplingJob : Job
{
    private const int ImagesPerShard = 64;

    /// <summary>File of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Images of each component, 1 or more.</summary>
    /// <exception cref="UsageException">It is less than 1.</exception>
    public required int Count
    {
        get;
        init => field = Check.AtLeast(value, 1);
    }

    /// <summary>Draw from this component only; null: from all.</summary>
    public string? Component { get; init; }

    /// <summary>Steps, seed and size.</summary>
    public SamplingOptions Sampling { get; init; } = new();

    /// <inheritdoc/>
    public override JobPlan Plan(
        Action<string>? notice = null,
        Action<int, int>? progress = null,
        CancellationToken cancellation = default
    )
    {
        var model = WFrameModel.Load(At(Model)!).RequireNoTexture();
        int[] components = Component is { } name
            ? [model.IndexOf(name)]
            : [.. Enumerable.Range(0, model.Components.Count)];
        _ = model.ThetaOf(components[0], Sampling.Size);
        var total = checked(components.Length * Count);
        var plan = new JobPlan
        {
            Kind = JobKind.Sample,
            Queue = Queue ?? "cpu",
            Folder = Folder,
            Inputs = total,
            Weights = Model,
            WeightsSha256 = JobPlan.HashOf(At(Model)!),
            Options = SamplingJson.Write(Sampling).ToJsonString(),
        };
        // A shard is of one component.
        var each = Shards is { } shards ? Math.Max(1, (total + shards - 1) / shards) : ImagesPerShard;
        return plan with { Shards = [.. components.SelectMany(Make)] };

        IEnumerable<Shard> Make(int component)
        {
            for (var first = 0; first < Count; first += each)
            {
                var count = Math.Min(each, Count - first);
                yield return plan.Identified(
                    new Shard
                    {
                        Number = 0,
                        Id = "",
                        First = first,
                        Count = count,
                        FirstPart = component,
                        Parts = [new ShardPart(model.Components[component].Name, count)],
                    }
                );
            }
        }
    }
}
