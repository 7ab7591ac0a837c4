using System.IO.Compression;
using WFrame.Engines;
using WFrame.Learning;
using WFrame.Trainers.Tests;

namespace WFrame.Reliability.Tests.Fuzzing;

/// <summary>A model file taken apart, and put together again with one entry changed.</summary>
internal static class ModelZip
{
    private const string Checksums = "wframe/checksums.json";

    /// <summary>A model after one iteration.</summary>
    public static WFrameModel Small()
    {
        using var engine = EngineFactory.Create(SmallTrainings.Trunk, "ort-cpu", 1).Engine;
        var session = new TrainingSession(engine, [SmallTrainings.Component("a")], SmallTrainings.Options);
        session.Advance();
        return session.Snapshot();
    }

    public static Dictionary<string, byte[]> Entries(string path)
    {
        using var zip = ZipFile.OpenRead(path);
        return zip.Entries.ToDictionary(
            e => e.FullName,
            e =>
            {
                using var stream = e.Open();
                using var memory = new MemoryStream();
                stream.CopyTo(memory);
                return memory.ToArray();
            }
        );
    }

    /// <summary>With the checksum of what was changed, so that it is not refused for that.</summary>
    public static void Write(string path, Dictionary<string, byte[]> entries, string changed, byte[] content)
    {
        using var zip = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        foreach (var (name, bytes) in entries)
        {
            using var stream = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
            stream.Write(
                name == changed ? content
                : name == Checksums ? Sealed(bytes, changed, content)
                : bytes
            );
        }
    }

    private static byte[] Sealed(byte[] checksums, string changed, byte[] content)
    {
        var json = JsonNode.Parse(checksums)!;
        json["sha256"]![changed] = Convert.ToHexStringLower(SHA256.HashData(content));
        return Encoding.UTF8.GetBytes(json.ToJsonString());
    }
}
