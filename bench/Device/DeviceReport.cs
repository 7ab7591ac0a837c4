using WFrame.Files;
using WFrame.Reports;

namespace WFrame.Bench.Device;

/// <summary>One JSON file a run, and one page on which all runs of a folder stand side by side.</summary>
internal static class DeviceReport
{
    private const string Page = "device-check.md";
    private static readonly string[] Engines = ["device", "device-tf32", "cpu", "torch-eager", "torch-compile"];

    /// <summary>Writes the JSON file of a run and the page of all runs.</summary>
    /// <returns>The page.</returns>
    public static string Write(DeviceResult result, string folder)
    {
        Directory.CreateDirectory(folder);
        var name = string.Create(
            CultureInfo.InvariantCulture,
            $"device-check-{result.Date:yyyyMMdd-HHmmss}-{result.Device.Replace(':', '-')}.json"
        );
        AtomicFile.WriteText(Path.Combine(folder, name), JsonSerializer.Serialize(result, ReportJson.Indented) + "\n");
        DeviceResult[] runs =
        [
            .. Directory
                .GetFiles(folder, "device-check-*.json")
                .Order(StringComparer.Ordinal)
                .Select(path => JsonSerializer.Deserialize<DeviceResult>(File.ReadAllBytes(path), ReportJson.Line)!),
        ];
        var page = Text(runs);
        AtomicFile.WriteText(Path.Combine(folder, Page), page);
        return page;
    }

    /// <summary>The page.</summary>
    public static string Text(IReadOnlyList<DeviceResult> runs)
    {
        string[] heads = [.. runs.Select(Head)];
        return string.Join(
            '\n',
            "# device-check",
            "",
            runs.Any(r => OnGpu(r))
                ? "Runs on a GPU and runs on the CPU provider are told apart by the heads of their columns."
                : "**No GPU was used:** all runs are on the CPU provider of ONNX Runtime, with small sizes only.",
            "",
            "## Steps a second",
            "Langevin steps of all models together, nine chains a model, noise included; in brackets how many times the CPU engine's.",
            "",
            MarkdownTable.Of(["px", "models", "engine", .. heads], Rates(runs)),
            "## Inside kernels",
            "Time inside kernels, and in brackets inside ONNX Runtime, of the wall time of the steps; then the operators that take most.",
            "",
            MarkdownTable.Of(["px", "models", .. heads], Profiles(runs)),
            "## Reference cases",
            "The largest error as a share of its tolerance; below 1 agrees.",
            "",
            MarkdownTable.Of(["case", .. heads], Rows(runs, Cases)),
            "## Agreement",
            MarkdownTable.Of(["device", .. heads], Rows(runs, r => r.Agreement)),
            "## Machine",
            MarkdownTable.Of(["", .. heads], Rows(runs, r => r.Machine)),
            "## Not measured",
            "",
            string.Concat(runs.SelectMany((run, i) => run.Left.Select(l => $"- {heads[i]}: {l}\n")))
        );
    }

    private static bool OnGpu(DeviceResult run) => run.Device.StartsWith("cuda", StringComparison.Ordinal);

    private static string Head(DeviceResult run) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{run.Date:yyyy-MM-dd HH:mm}, {(OnGpu(run) ? Card(run) : "CPU provider, no GPU")}, {run.Seconds:f0} s"
        );

    private static string Card(DeviceResult run) =>
        $"{run.Device}, {run.Machine.GetValueOrDefault("card, driver, memory", "unknown card")}";

    private static Dictionary<string, string> Cases(DeviceResult run) =>
        run.Oracle.ToDictionary(
            o => o.Case,
            o => o.Share?.ToString("f3", CultureInfo.InvariantCulture) ?? $"FAILED: {o.Failure}"
        );

    private static IEnumerable<string[]> Rates(IReadOnlyList<DeviceResult> runs) =>
        from size in runs.SelectMany(r => r.Rates).Select(r => (r.Pixels, r.Models)).Distinct().Order()
        from engine in Engines
        let cells = runs.Select(run => Cell(run, size, engine)).ToArray()
        where cells.Any(cell => cell.Length > 0)
        select (string[])[$"{size.Pixels}", $"{size.Models}", engine, .. cells];

    private static IEnumerable<string[]> Profiles(IReadOnlyList<DeviceResult> runs) =>
        runs.SelectMany(r => r.Profiles)
            .Select(p => (p.Pixels, p.Models))
            .Distinct()
            .Order()
            .Select(size =>
                (string[])
                    [
                        $"{size.Pixels}",
                        $"{size.Models}",
                        .. runs.Select(run =>
                            run.Profiles.FirstOrDefault(p => (p.Pixels, p.Models) == size) is { } profile
                                ? Cell(profile)
                                : ""
                        ),
                    ]
            );

    private static string Cell(ProfileResult profile) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{profile.Kernels:f3} ({profile.Runtime:f3}) by {profile.Clock}: {string.Join(", ", profile.Operators.Select(o => FormattableString.Invariant($"{o.Key} {o.Value:f3}")))}"
        );

    private static string Cell(DeviceResult run, (int Pixels, int Models) size, string engine)
    {
        var result = Of(engine);
        return result is null ? ""
            : result.StepsPerSecond is not { } rate ? $"{result.Note}"
            : Of("cpu")?.StepsPerSecond is { } cpu
                ? string.Create(CultureInfo.InvariantCulture, $"{rate:g4} ({rate / cpu:f2}) {result.Note}").Trim()
            : string.Create(CultureInfo.InvariantCulture, $"{rate:g4} {result.Note}").Trim();

        RateResult? Of(string name) => run.Rates.FirstOrDefault(r => (r.Pixels, r.Models) == size && r.Engine == name);
    }

    /// <summary>A row for each name that any run has.</summary>
    private static IEnumerable<string[]> Rows(
        IReadOnlyList<DeviceResult> runs,
        Func<DeviceResult, IReadOnlyDictionary<string, string>> of
    ) =>
        runs.SelectMany(run => of(run).Keys)
            .Distinct()
            .Select(name => (string[])[name, .. runs.Select(run => of(run).GetValueOrDefault(name, ""))]);
}
