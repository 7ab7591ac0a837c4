using System.Xml.Linq;
using WFrame.Experiments.Pages;
using WFrame.Testing;

namespace WFrame.Experiments.Tests.Pages;

public sealed class KeptResultsTests
{
    private const string Results = """
        {"name": "small", "seeds": [1], "machine": {"processor": "P ±"},
         "tables": [{"caption": "All", "columns": ["run"], "rows": [["a"]]}],
         "runs": [{"label": "FRAME", "images": [["a.png"]], "responseDistance": [[123.456, 7], [8.00049, 9]],
                   "phiSynthesized": [[1, 2]], "gradientRms": [[3, 4]]},
                  {"label": "wFRAME", "images": [["a.png"]], "responseDistance": [[100, 6], [50, 5], [20]],
                   "phiSynthesized": [], "gradientRms": []}]}
        """;

    [Fact]
    public void GivenResults_WhenKept_ThenOnlyTheLargeCurvesAreGoneAndRIsRounded()
    {
        using var folder = Kept();

        var text = File.ReadAllText(folder.At("kept", "small.json"));

        using var kept = JsonDocument.Parse(text);
        var run = kept.RootElement.GetProperty("runs")[0];
        Assert.Equal(["label", "images", "responseDistance"], run.EnumerateObject().Select(p => p.Name));
        Assert.Equal("[[123.5,7],[8,9]]", run.GetProperty("responseDistance").GetRawText());
        Assert.Equal("P ±", kept.RootElement.GetProperty("machine").GetProperty("processor").GetString());
        Assert.Equal(
            ["name", "seeds", "machine", "tables", "runs"],
            kept.RootElement.EnumerateObject().Select(p => p.Name)
        );
        Assert.Contains("\n    {\"label\":\"wFRAME\"", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("no JSON")]
    public void GivenAnotherFile_WhenKept_ThenItIsRefusedByName(string text)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("other.json"), text);

        var refused = Assert.Throws<InvalidContentException>(() =>
            KeptResults.Keep("other", folder.At("other.json"), folder.At("kept"))
        );

        Assert.Contains("other.json is no results.json", refused.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.At("kept", "other.json")));
    }

    [Fact]
    public void GivenKeptResults_WhenDrawn_ThenAPlotForEachPanelSideBySideWithTheNumberOfModels()
    {
        using var folder = Kept();
        ChartPanel both = new("Both", "small", ["FRAME", "wFRAME"], ["FRAME", "wFRAME"]);
        ChartPanel one = new("One", "small", ["wFRAME"], ["wFRAME"]);

        DistanceChart.Draw(folder.At("kept"), "distance", low: 4, high: 400, [both, one]);

        var picture = XDocument.Load(folder.At("kept", "distance.svg")).Root!;
        var plots = picture.Elements().Where(e => e.Name.LocalName == "svg").ToArray();
        Assert.Equal(["0", "560"], plots.Select(p => p.Attribute("x")!.Value));
        Assert.Contains(plots[0].Descendants(), e => e.Value == "Both: 2 and 3 models");
        Assert.Contains(plots[1].Descendants(), e => e.Value == "One: 3 models");
        Assert.DoesNotContain(plots[1].Descendants(), e => e.Value == "FRAME");
        Assert.Contains(plots[0].Descendants(), e => e.Value == "FRAME");
        var ids = picture.Descendants().Select(e => e.Attribute("id")?.Value).OfType<string>().ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [Fact]
    public void GivenATrainingThatIsNotThere_WhenDrawn_ThenItIsNamed()
    {
        using var folder = Kept();
        ChartPanel panel = new("None", "small", ["DCGAN"], ["DCGAN"]);

        var refused = Assert.Throws<UsageException>(() =>
            DistanceChart.Draw(folder.At("kept"), "distance", 1, 9, [panel])
        );

        Assert.Contains("no training called DCGAN", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GivenCurvesWithAHeavyTail_WhenABandOfQuartilesIsMade_ThenTheTailDoesNotMoveIt()
    {
        var band = CurveBand.Quartiles(
            "R",
            [
                [1.0, 5],
                [2.0, 6],
                [3.0],
                [4.0],
                [1e9, 7],
            ]
        );

        Assert.Equal([3.0, 6], band.Mean);
        Assert.Equal([2.0, 5.5], band.Low);
        Assert.Equal([4.0, 6.5], band.High);
    }

    [Fact]
    public void GivenANameInASubFolder_WhenKept_ThenItLiesThere()
    {
        using var folder = Kept();

        KeptResults.Keep("part/small", folder.At("results.json"), folder.At("kept"));

        Assert.Equal(
            File.ReadAllText(folder.At("kept", "small.json")),
            File.ReadAllText(folder.At("kept", "part", "small.json"))
        );
    }

    private static TemporaryFolder Kept()
    {
        var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("results.json"), Results);
        KeptResults.Keep("small", folder.At("results.json"), folder.At("kept"));
        return folder;
    }
}
