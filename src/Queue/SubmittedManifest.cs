using WFrame.Jobs;

namespace WFrame.Queue;

/// <summary>A manifest as all machines find it: beside the results, named by its content.</summary>
internal static class SubmittedManifest
{
    public static string PathOf(string output, string sha256) => Path.Combine(output, "manifests", $"{sha256}.jsonl");

    /// <summary>Name of a manifest.</summary>
    public static string NameOf(Manifest manifest)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var line in manifest.Lines())
        {
            hash.AppendData(Encoding.UTF8.GetBytes(line));
            hash.AppendData("\n"u8);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Lays it beside the results.</summary>
    public static string Keep(string output, Manifest manifest)
    {
        var name = NameOf(manifest);
        var path = PathOf(output, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (!File.Exists(path))
        {
            manifest.Write(path);
        }
        return name;
    }
}
