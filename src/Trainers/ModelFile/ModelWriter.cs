using System.IO.Compression;
using WFrame.Trunks;

namespace WFrame.ModelFile;

/// <summary>
/// Writes a model file: first ML.NET's own entries, then ours below wframe/. Order, times and compression are fixed, so
/// the same model gives the same bytes.
/// </summary>
internal static class ModelWriter
{
    /// <summary>The earliest time a zip can hold.</summary>
    private static readonly DateTimeOffset Time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static void Write(WFrameModel model, Stream stream)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        var sha256 = new SortedDictionary<string, string>(StringComparer.Ordinal);
        // As a reader will see it: names of layers made in memory are not kept, and they show in the bytes.
        var (made, madeCard) = model.Trunk.ToBytes();
        var stored = Trunk.Read(model.Trunk.Name, made, madeCard);
        var (trunk, card) = stored.ToBytes();
        foreach (var (name, content) in ScoringModel.Entries(model, stored))
        {
            Add(name, content);
        }
        var description = Describe(model, Convert.ToHexStringLower(SHA256.HashData(trunk)));
        Add(
            ModelEntries.Description,
            JsonSerializer.SerializeToUtf8Bytes(description, StableJson.Model.ModelDescription)
        );
        if (model.TextureEntry is { } texture)
        {
            Add(ModelEntries.Texture, texture);
        }
        Add(ModelEntries.Trunk, trunk);
        Add(ModelEntries.TrunkCard, card);
        for (var k = 0; k < model.Components.Count; k++)
        {
            Add(ModelEntries.Theta(k), MemoryMarshal.AsBytes(model.Components[k].Theta.AsSpan()));
            Add(ModelEntries.Chains(k), MemoryMarshal.AsBytes(model.Components[k].Chains.Values.Span));
            if (model.Components[k].Reference is { OfChains: false } reference)
            {
                ReferenceEntries.Write(k, reference, (name, content) => Add(name, content));
            }
            SamplingEntry.Write(k, model.Components[k], (name, content) => Add(name, content));
        }
        var checksums = new ModelChecksums(sha256);
        Add(ModelEntries.Checksums, JsonSerializer.SerializeToUtf8Bytes(checksums, StableJson.Model.ModelChecksums));

        // Stored, not compressed: float32 noise hardly shrinks, and reading is then as fast as the disk.
        void Add(string name, ReadOnlySpan<byte> content)
        {
            sha256[name] = Convert.ToHexStringLower(SHA256.HashData(content));
            var entry = zip.CreateEntry(name, CompressionLevel.NoCompression);
            entry.LastWriteTime = Time;
            using var target = entry.Open();
            target.Write(content);
        }
    }

    /// <summary>Where and how long it was computed is not part of the model: left out, or equal runs gave other bytes.</summary>
    private static ModelDescription Describe(WFrameModel model, string trunkSha256) =>
        new()
        {
            Schema = ModelDescription.CurrentSchema,
            Height = model.Size.Height,
            Width = model.Size.Width,
            TrunkSha256 = trunkSha256,
            Options = StoredOptions.Write(model.Options),
            Taps = model.StoredTaps,
            Components =
            [
                .. model.Components.Select(c => new ModelDescription.ComponentDescription(
                    c.Name,
                    c.Chains.Count,
                    c.Iterations,
                    c.Diverged
                )),
            ],
            History = [.. model.History.Select(r => r with { Seconds = 0 })],
        };
}
