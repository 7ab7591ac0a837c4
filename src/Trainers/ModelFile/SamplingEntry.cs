using System.IO.Compression;
using WFrame.Files;
using WFrame.Learning;
using WFrame.Responses;
using WFrame.Sampling;

namespace WFrame.ModelFile;

/// <summary>What new images of a component are compared with, in two entries of its own; older files have none.</summary>
internal static class SamplingEntry
{
    public static void Write(int index, ModelComponent component, Action<string, byte[]> add)
    {
        if (component.ObservedResponses is { } observed)
        {
            add(ModelEntries.Observed(index), MemoryMarshal.AsBytes(observed.AsSpan()).ToArray());
        }
        if (component.ObservedMeans is { } means)
        {
            var stored = new StoredSampling(StoredSampling.CurrentSchema, means, component.Trial?.Points ?? []);
            add(
                ModelEntries.Sampling(index),
                JsonSerializer.SerializeToUtf8Bytes(stored, StableJson.Model.StoredSampling)
            );
        }
    }

    /// <summary>The component with what the file has of it; unchanged where it has none, or one of a later version.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static ModelComponent Read(ZipArchive zip, int index, ModelComponent component, ResponseLayout layout)
    {
        var name = ModelEntries.Sampling(index);
        if (zip.GetEntry(name) is null)
        {
            return component;
        }
        var json = ZipEntries.ReadBytes(zip, name);
        StrictJson.Require(json);
        var stored = JsonSerializer.Deserialize(json, StableJson.Model.StoredSampling);
        if (stored?.Schema != StoredSampling.CurrentSchema)
        {
            return component;
        }
        return
            stored is { ObservedMeans: { } means, Trial: { } trial }
            && means.Length == layout.Taps.Sum(tap => tap.Channels)
            && means.All(double.IsFinite)
            && trial.All(p => p is { Steps: > 0, ResponseDistance: >= 0 and < double.PositiveInfinity })
            ? component with
            {
                ObservedMeans = means,
                ObservedResponses = zip.GetEntry(ModelEntries.Observed(index)) is null
                    ? null
                    : ZipEntries.ReadFloats(zip, ModelEntries.Observed(index), layout.ThetaLength),
                Trial = trial.Count == 0 ? null : new SamplingTrial(trial),
            }
            : throw new InvalidDataException($"{name} lacks something, or a number in it is out of range");
    }
}

/// <summary>sampling.json of a component.</summary>
/// <param name="Schema">Name and version.</param>
/// <param name="ObservedMeans">Mean response of each filter over positions and training images.</param>
/// <param name="Trial">R of new images after so many steps; none where none were drawn.</param>
internal sealed record StoredSampling(string? Schema, double[]? ObservedMeans, IReadOnlyList<TrialPoint>? Trial)
{
    public const string CurrentSchema = "wframe.sampling/1";
}
