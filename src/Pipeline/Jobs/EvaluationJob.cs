using WFrame.Evaluation.Catalog;
using WFrame.Jobs.Work;
using WFrame.Runs;

namespace WFrame.Jobs;

/// <summary>The same metrics of many sets of generated images, a shard each.</summary>
public sealed record EvaluationJob : Job
{
    /// <summary>The sets: folders, globs, lists, or runs (their final samples).</summary>
    public required IReadOnlyList<string> Generated { get; init; }

    /// <summary>Reference images; null where no metric compares.</summary>
    public string? Reference { get; init; }

    /// <summary>Metrics by name, separated by commas.</summary>
    public string Metrics { get; init; } = "response-distance";

    /// <summary>The classifier's ONNX file, its card beside it; null where no metric needs one.</summary>
    public string? Classifier { get; init; }

    /// <summary>Size at which responses and pixels are compared; null: the generated images'.</summary>
    public ImageSize? Size { get; init; }

    /// <summary>Side of a centred square cut out of every reference image first; null: none.</summary>
    public int? ReferenceCrop { get; init; }

    /// <inheritdoc/>
    public override JobPlan Plan(
        Action<string>? notice = null,
        Action<int, int>? progress = null,
        CancellationToken cancellation = default
    )
    {
        _ = MetricCatalog.Default.Parse(Metrics);
        string[] sets = [.. Generated.Select(Images)];
        var reference = Reference is null ? null : Digest(Reference, $"Reference {Reference}", notice, cancellation);
        var plan = new JobPlan
        {
            Kind = JobKind.Evaluate,
            Queue = Queue ?? "eval",
            Folder = Folder,
            Images = sets,
            Inputs = sets.Length,
            Weights = Classifier,
            WeightsSha256 = Classifier is null ? Trunks.Trunk.Vgg16Conv4().Sha256 : JobPlan.HashOf(At(Classifier)!),
            Options = new JsonObject
            {
                ["metrics"] = Metrics,
                ["reference"] = Reference,
                ["referenceImages"] = reference,
                ["height"] = Size?.Height,
                ["width"] = Size?.Width,
                ["referenceCrop"] = ReferenceCrop,
            }.ToJsonString(),
        };
        ShardPart[] parts = [.. Generated.Select(set => new ShardPart(set, 1))];
        return Cut(plan, parts, parts.Length, Hash);

        string Hash(int first, int count)
        {
            progress?.Invoke(first + count, sets.Length);
            return Digest(sets[first], Generated[first], notice, cancellation);
        }
    }

    private string Images(string set)
    {
        if (!RunFolder.IsRun(Path.Combine(Folder, set)))
        {
            return set;
        }
        var samples = Path.GetRelativePath(Path.Combine(Folder, set), RunFolder.Open(At(set)!).AllFinalSamples);
        return Directory.Exists(Path.Combine(Folder, set, samples))
            ? Path.Combine(set, samples)
            : throw new UsageException(
                $"{set} is a run without final samples; finish it with wframe train --resume, or leave it out."
            );
    }

    private string Digest(string images, string what, Action<string>? notice, CancellationToken cancellation)
    {
        using var inputs = JobInputs.Open([images], Folder, byClass: false, notice, cancellation);
        var digest = inputs.Digest(inputs.Range(0, inputs.Count, cancellation), out var unreadable);
        return unreadable.Count == 0
            ? digest
            : throw new InvalidContentException($"{what}: {unreadable.First} cannot be read; remove it.");
    }
}
