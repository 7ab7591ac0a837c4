namespace WFrame.ModelFile;

/// <summary>
/// The options as run.json, model.zip and checkpoints hold them: those of Algorithm 1, and among them, since the first
/// version of these files, the engine's.
/// </summary>
internal static class StoredOptions
{
    /// <param name="options">Settings of Algorithm 1.</param>
    /// <param name="engine">Where it ran; null where that must not show in the file.</param>
    public static JsonObject Write(WFrameOptions options, EngineOptions? engine = null)
    {
        engine ??= new();
        var json = JsonSerializer.SerializeToNode(options, StableJson.Model.WFrameOptions)!.AsObject();
        var last = json.Count - 1;
        json.Insert(last, "device", engine.Device);
        json.Insert(last + 1, "threads", engine.Threads);
        if (engine.Tf32)
        {
            json.Insert(last + 2, "tf32", true);
        }
        return json;
    }

    /// <exception cref="InvalidDataException">A stored option is out of range: the file's fault, not the caller's.</exception>
    public static WFrameOptions Read(JsonObject json) =>
        ZipEntries.Checked(() => json.Deserialize(StableJson.Model.WFrameOptions)!);
}
