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

    private static void Write(TemporaryFolder folder, string name) =>
        File.WriteAllText(
            folder.At($"{name}.json"),
            """
            {"commandLine": "dotnet run eval/small.cs -- --quick", "seeds": [1, 2], "notes": ["a note"],
             "machine": {"threads": 2, "processor": "P"},
             "tables": [{"caption": "All", "columns": ["run", "R"], "rows": [
               ["a", {"mean": 1.5, "deviation": 0.7, "values": [1, 2]}], ["b", 7], ["c", 7.456]]}]}
            """
        );
}
