namespace WFrame.Jobs;

/// <summary>One piece of work of a plan: a range of its inputs, done by one process in one go.</summary>
public sealed record Shard
{
    /// <summary>Number within the manifest, 0-based.</summary>
    public required int Number { get; init; }

    /// <summary>
    /// sha256 of everything that decides the result: kind, options, weights and inputs. Names the folder of the result, so
    /// that equal work is done once and other work never meets it.
    /// </summary>
    public required string Id { get; init; }

    /// <summary>Place of the first input in the order of the plan, 0-based (of samples: number of the first chain).</summary>
    public required int First { get; init; }

    /// <summary>Inputs of the shard, 1 or more.</summary>
    public required int Count { get; init; }

    /// <summary>sha256 over names, labels and contents of the inputs as they were planned; "" where the weights are all.</summary>
    public string Inputs { get; init; } = "";

    /// <summary>Number of the first of <see cref="Parts"/> within the plan; the noise of a model depends on its number.</summary>
    public int FirstPart { get; init; }

    /// <summary>What the inputs are shared out to: models, components, sets. Their counts add up to <see cref="Count"/>.</summary>
    public IReadOnlyList<ShardPart> Parts { get; init; } = [];

    /// <summary>What is hashed and written of it, without number and id.</summary>
    internal JsonObject Content() =>
        new()
        {
            ["first"] = First,
            ["count"] = Count,
            ["inputs"] = Inputs,
            ["part"] = FirstPart,
            ["parts"] = new JsonArray([.. Parts.Select(p => (JsonNode)new JsonArray(p.Name, p.Count))]),
        };
}

/// <summary>One model, component or set of a shard.</summary>
/// <param name="Name">Its name, unique within the plan.</param>
/// <param name="Count">How many of the shard's inputs are its, 1 or more.</param>
public readonly record struct ShardPart(string Name, int Count);
