using WFrame.Experiments.Pages;
using WFrame.Testing;

namespace WFrame.Experiments.Tests.Pages;

public sealed class ResultsPageTests
{
    private const string Page = "Before\n\n<!-- results: small -->\nold\n<!-- end of small -->\n\nAfter\n";

    [Fact]
    public void GivenABlock_WhenFilled_ThenItsTablesAndNothingElseChangeAndASecondTimeNothing()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "small");

        var filled = ResultsPage.Fill(Page, folder.Path);

        Assert.StartsWith(
            "Before\n\n<!-- results: small -->\n\n    dotnet run eval/small.cs",
            filled,
            StringComparison.Ordinal
        );
        Assert.EndsWith("<!-- end of small -->\n\nAfter\n", filled, StringComparison.Ordinal);
        // Seed 3 was given and not used.
        Assert.Contains("Seeds 1, 2; 2 threads of P.", filled, StringComparison.Ordinal);
        Assert.Contains(
            "| run | R |\n| --- | --- |\n| a | 1.50 ± 0.71 |\n| b | 7 |\n| c | 7.46 |\n",
            filled,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("old", filled, StringComparison.Ordinal);
        Assert.Equal(filled, ResultsPage.Fill(filled, folder.Path));
    }

    [Fact]
    public void GivenAPageThatCannotBeFilled_WhenFilled_ThenOneSentenceSaysWhy()
    {
        using var folder = new TemporaryFolder();
        var missing = Assert.Throws<UsageException>(() => ResultsPage.Fill(Page, folder.Path));
        Assert.Contains("small.json does not exist", missing.Message, StringComparison.Ordinal);

        Write(folder, "small");
        var open = Assert.Throws<UsageException>(() => ResultsPage.Fill("<!-- results: small -->\n", folder.Path));
        Assert.Contains("no end", open.Message, StringComparison.Ordinal);

        File.WriteAllText(folder.At("small.json"), "{}");
        Assert.Throws<InvalidContentException>(() => ResultsPage.Fill(Page, folder.Path));
    }

    [Fact]
    public void GivenTheRepositorysPage_WhenFilledAgain_ThenNothingChanges()
    {
        var folder = Path.Combine(Repository.Root, "eval");
        var page = File.ReadAllText(Path.Combine(folder, "README.md"));

        Assert.Equal(page, ResultsPage.Fill(page, Path.Combine(folder, "results")));
    }

    [Fact]
    public void GivenTheKeptSummariesOfFigure4_WhenComparedAgain_ThenTheTableThatIsKeptWithThem()
    {
        var path = Path.Combine(Repository.Root, "eval", "results", "figure4-faces.json");
        using var kept = JsonDocument.Parse(File.ReadAllText(path));
        var table = PairedTable.Empty("The same nine images under both methods, model by model");
        (string What, string Value)[] rows =
        [
            ("final R", "finalDistance"),
            ("lowest R", "bestDistance"),
            ("change of R", "unsteadiness"),
            ("fall of Phi", "phiFall"),
            ("rms of G", "finalGradientRms"),
        ];
        foreach (var (what, value) in rows)
        {
            table.AddPairs($"celeba, {what}", Of("celeba FRAME", value), Of("celeba wFRAME", value));
        }

        var there = kept.RootElement.GetProperty("tables")[1];
        Assert.Equal(table.Caption, there.GetProperty("caption").GetString());
        Assert.Equal(
            table.Rows.Select(row => string.Join('|', row)),
            there
                .GetProperty("rows")
                .EnumerateArray()
                .Select(row => string.Join('|', row.EnumerateArray().Select(c => c.GetString())))
        );

        double[] Of(string label, string value) =>
            [
                .. kept
                    .RootElement.GetProperty("runs")
                    .EnumerateArray()
                    .Where(run => run.GetProperty("label").GetString() == label)
                    .SelectMany(run => run.GetProperty("summaries").EnumerateArray())
                    .Select(summary => summary.GetProperty(value).GetDouble()),
            ];
    }

    private static void Write(TemporaryFolder folder, string name) =>
        File.WriteAllText(
            folder.At($"{name}.json"),
            """
            {"commandLine": "dotnet run eval/small.cs -- --quick", "seeds": [1, 2, 3], "notes": ["a note"],
             "machine": {"threads": 2, "processor": "P"},
             "runs": [{"options": {"seed": 2}}, {"options": {"seed": 1}}, {"options": {"seed": 2}}],
             "tables": [{"caption": "All", "columns": ["run", "R"], "rows": [
               ["a", {"mean": 1.5, "deviation": 0.7, "values": [1, 2]}], ["b", 7], ["c", 7.456]]}]}
            """
        );
}
