namespace WFrame.Testing;

/// <summary>
/// Reference vectors: a folder with an index.json. The committed one lies in tests/oracle; WFRAME_ORACLE names another
/// of the same form.
/// </summary>
public sealed class OracleFolder
{
    private OracleFolder(string path)
    {
        Path = path;
        using var json = JsonDocument.Parse(File.ReadAllBytes(System.IO.Path.Combine(path, "index.json")));
        Cases =
        [
            .. json.RootElement.GetProperty("cases").EnumerateArray().Select(c => new OracleCase(this, c.Clone())),
        ];
    }

    /// <summary>The folder of this run: WFRAME_ORACLE (relative to the checkout), else tests/oracle.</summary>
    public static OracleFolder Current { get; } =
        new(
            Environment.GetEnvironmentVariable("WFRAME_ORACLE") is { Length: > 0 } named
                ? System.IO.Path.GetFullPath(named, Repository.Root)
                : Committed
        );

    private static OracleFolder Own { get; } = new(Committed);

    /// <summary>The committed folder tests/oracle.</summary>
    public static string Committed => System.IO.Path.Combine(Repository.Root, "tests", "oracle");

    public string Path { get; }

    public IReadOnlyList<OracleCase> Cases { get; }

    /// <summary>The cases of a kind; the committed ones where the folder of this run has none.</summary>
    public static IReadOnlyList<OracleCase> OfKind(string kind)
    {
        OracleCase[] cases = [.. Current.Cases.Where(c => c.Kind == kind)];
        return cases.Length > 0 ? cases : [.. Own.Cases.Where(c => c.Kind == kind)];
    }

    /// <summary>Names of the cases of a kind, as xunit member data.</summary>
    public static TheoryData<string> Names(string kind) => [.. OfKind(kind).Select(c => c.Name)];

    /// <summary>A case by name, of the folder of this run or else the committed one.</summary>
    public static OracleCase Case(string name) =>
        Current.Cases.SingleOrDefault(c => c.Name == name) ?? Own.Cases.Single(c => c.Name == name);

    /// <summary>Folder of raw trunk weights: <c>trunks/</c> of this folder, the committed ones, or ../shared/models.</summary>
    public string WeightsFolder(string name)
    {
        string[] candidates =
        [
            System.IO.Path.Combine(Path, "trunks", name),
            System.IO.Path.Combine(Path, "..", "models", name),
            System.IO.Path.Combine(Repository.Shared, "models", name),
            System.IO.Path.Combine(Committed, "trunks", name),
        ];
        return candidates.First(Directory.Exists);
    }
}
