namespace WFrame.Jobs.Work;

/// <summary>How images are drawn, as manifests hold it.</summary>
internal static class SamplingJson
{
    public static JsonObject Write(SamplingOptions sampling) =>
        new()
        {
            ["steps"] = sampling.Steps,
            ["start"] = sampling.Start.ToString(),
            ["fixedTheta"] = sampling.FixedTheta,
            ["seed"] = sampling.Seed,
            ["height"] = sampling.Size?.Height,
            ["width"] = sampling.Size?.Width,
        };

    public static SamplingOptions Read(JsonObject json) =>
        new()
        {
            Steps = (int)json["steps"]!,
            Start = Enum.Parse<SamplingStart>((string)json["start"]!),
            FixedTheta = (bool)json["fixedTheta"]!,
            Seed = (ulong)json["seed"]!,
            Size = (int?)json["height"] is { } height ? new ImageSize(height, (int)json["width"]!) : null,
        };
}
