using System.IO.Compression;
using WFrame.Files;
using WFrame.Learning;
using WFrame.Responses;
using WFrame.Trunks;

namespace WFrame.ModelFile;

/// <summary>Reads a model file whole; whatever is wrong is said before anything is used.</summary>
internal static class ModelReader
{
    private const string Kind = "wframe model";

    private static ReadOnlySpan<byte> OldTexture => "{\"schema\":\"wframe.texture-model/"u8;

    public static WFrameModel Read(string path)
    {
        if (IsOldTexture(path))
        {
            throw new InvalidContentException(
                $"{path} is a texture that an earlier version wrote, without theta: it draws and does not score; learn it again from its photograph."
            );
        }
        try
        {
            return ZipEntries.Open(path, Kind, zip => Read(path, zip));
        }
        // Lengths and offsets that contradict each other, text that is none.
        catch (Exception e)
            when (e is OverflowException or ArgumentException or NotSupportedException or InvalidOperationException)
        {
            throw new InvalidContentException($"{path} is not a usable {Kind}: it is damaged.", e);
        }
    }

    /// <summary>Textures were JSON at first, not within a model.</summary>
    private static bool IsOldTexture(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }
        Span<byte> start = stackalloc byte[OldTexture.Length];
        using var stream = File.OpenRead(path);
        return stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length
            && start.SequenceEqual(OldTexture);
    }

    private static WFrameModel Read(string path, ZipArchive zip)
    {
        var description = ReadDescription(zip);
        Verify(zip);
        var trunk = Trunk.Read(
            $"{path}/{ModelEntries.Trunk}",
            ZipEntries.ReadBytes(zip, ModelEntries.Trunk),
            ZipEntries.ReadBytes(zip, ModelEntries.TrunkCard)
        );
        if (trunk.Sha256 != description.TrunkSha256)
        {
            throw new InvalidDataException($"it names trunk {description.TrunkSha256} and holds {trunk.Sha256}");
        }
        var (size, options) = (
            new ImageSize(description.Height, description.Width),
            StoredOptions.Read(description.Options!)
        );
        var taps = description.Taps;
        var layout = ZipEntries.Checked(() =>
            taps is null ? trunk.Layout(size, options.Theta) : trunk.Layout(size, taps)
        );
        var components = description.Components!.Select((c, k) => ReadComponent(zip, c, k, layout, size, trunk));
        return new WFrameModel(trunk, size, options, [.. components], description.History!, taps)
        {
            TextureEntry = zip.GetEntry(ModelEntries.Texture) is null
                ? null
                : ZipEntries.ReadBytes(zip, ModelEntries.Texture),
        };
    }

    private static ModelDescription ReadDescription(ZipArchive zip)
    {
        if (zip.GetEntry(ModelEntries.Description) is null)
        {
            throw new InvalidDataException(Other(zip));
        }
        var json = ZipEntries.ReadBytes(zip, ModelEntries.Description);
        // The schema first: another version may have other members.
        using var document = StrictJson.Parse(json);
        var schema =
            document.RootElement is { ValueKind: JsonValueKind.Object } root
            && root.TryGetProperty("schema", out var name)
                ? name.ToString()
                : "";
        if (schema != ModelDescription.CurrentSchema)
        {
            throw new InvalidDataException(
                $"its schema is {(schema.Length == 0 ? "not named" : schema)}, this version reads {ModelDescription.CurrentSchema}; use the version that wrote it"
            );
        }
        var read = JsonSerializer.Deserialize(json, StableJson.Model.ModelDescription);
        return
            read is { Options: not null, Components.Count: > 0, History: not null }
            && read.Taps?.All(t => t is { Layer: not null } && Enum.IsDefined(t.Form)) != false
            && read.Components.All(c => c is { Name: not null, Chains: > 0, Iterations: >= 0 })
            && read.History.All(r => r is { Component: not null })
            ? read
            : throw new InvalidDataException(
                $"{ModelEntries.Description} lacks options, components or history, or parts of them"
            );
    }

    /// <summary>What a zip without our description is, as far as its entries tell.</summary>
    private static string Other(ZipArchive zip)
    {
        if (zip.GetEntry("checkpoint.json") is not null)
        {
            return "it is a training checkpoint; resume that run, or give its model.zip";
        }
        return zip.Entries.Any(e => e.Name == "Model.key")
            ? "it is another ML.NET model (no entry wframe/model.json); give a model.zip written by wframe"
            : "it is a zip of another kind (no entry wframe/model.json); give a model.zip written by wframe";
    }

    /// <summary>Compares every entry with its sha256.</summary>
    private static void Verify(ZipArchive zip)
    {
        var json = ZipEntries.ReadBytes(zip, ModelEntries.Checksums);
        StrictJson.Require(json);
        var checksums = JsonSerializer.Deserialize(json, StableJson.Model.ModelChecksums)?.Sha256;
        foreach (var (name, sha256) in checksums ?? throw new InvalidDataException("its checksums are missing"))
        {
            using var stream =
                zip.GetEntry(name)?.Open() ?? throw new InvalidDataException($"its entry {name} is missing");
            if (Convert.ToHexStringLower(SHA256.HashData(stream)) != sha256)
            {
                throw new InvalidDataException($"its entry {name} is damaged (another sha256); copy the file again");
            }
        }
    }

    private static ModelComponent ReadComponent(
        ZipArchive zip,
        ModelDescription.ComponentDescription component,
        int index,
        ResponseLayout layout,
        ImageSize size,
        Trunk trunk
    )
    {
        var thetaLength = layout.ThetaLength;
        var theta = ZipEntries.ReadFloats(zip, ModelEntries.Theta(index), thetaLength);
        var values = ZipEntries.ReadFloats(zip, ModelEntries.Chains(index), (long)component.Chains * size.Dimension);
        var chains = new PixelBatch(values, component.Chains, size);
        var read = new ModelComponent(component.Name, theta, chains, component.Iterations, component.Diverged)
        {
            Reference = ReferenceEntries.Read(zip, index, thetaLength, trunk),
        };
        return SamplingEntry.Read(zip, index, read, layout);
    }
}
