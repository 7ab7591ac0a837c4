using System.Xml.Linq;
using WFrame.Testing;

namespace WFrame.Experiments.Tests;

public sealed class CurveTests
{
    [Fact]
    public void GivenThreeValues_WhenSummed_ThenMeanAndSampleDeviation()
    {
        var measured = MeanAndSpread.Of([2.0, 4.0, 9.0]);

        Assert.Equal(5, measured.Mean);
        Assert.Equal(Math.Sqrt(13), measured.Deviation!.Value, 12);
        Assert.Equal("5.00 ± 3.61", measured.ToString());
    }

    [Fact]
    public void GivenOneValue_WhenSummed_ThenThereIsNoSpread()
    {
        Assert.Null(MeanAndSpread.Of([3.0]).Deviation);
        Assert.Equal("3.00", MeanAndSpread.Of([3.0]).ToString());
    }

    [Fact]
    public void GivenNothingOrNaN_WhenSummed_ThenItIsRefused()
    {
        Assert.Throws<ArgumentException>(() => MeanAndSpread.Of([]));
        Assert.Throws<ArgumentException>(() => MeanAndSpread.Of([1, double.NaN]));
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(9_140_000, "9.14e6")]
    [InlineData(-220_000_000, "-2.20e8")]
    [InlineData(338.4, "338")]
    [InlineData(66.04, "66.0")]
    [InlineData(7.456, "7.46")]
    [InlineData(0.012, "0.0120")]
    [InlineData(0.00012, "1.20e-4")]
    public void GivenANumber_WhenPrinted_ThenThreeDigitsOrMore(double value, string text) =>
        Assert.Equal(text, MeanAndSpread.Digits(value));

    [Fact]
    public void GivenCurves_WhenABandIsMade_ThenItIsOneDeviationWide()
    {
        var band = CurveBand.Of(
            "R",
            [
                [1.0, 4.0],
                [3.0, 4.0],
            ]
        );

        Assert.Equal([2, 4], band.Mean);
        Assert.Equal(2 - Math.Sqrt(2), band.Low[0], 12);
        Assert.Equal(2 + Math.Sqrt(2), band.High[0], 12);
        Assert.Equal((4, 4, 2), (band.Low[1], band.High[1], band.Curves));
    }

    [Fact]
    public void GivenALogarithmicAxis_WhenABandIsMade_ThenItIsOfTheLogarithmsAndStaysAboveZero()
    {
        double[][] curves =
        [
            [1.0],
            [1.0],
            [1000.0],
        ];
        var logarithms = MeanAndSpread.Of([0, 0, Math.Log(1000)]);

        var band = CurveBand.Of("R", curves, logarithmic: true);

        Assert.Equal(10, band.Mean[0], 9);
        Assert.Equal(Math.Exp(logarithms.Mean - logarithms.Deviation!.Value), band.Low[0], 9);
        Assert.True(CurveBand.Of("R", curves).Low[0] < 0 && band.Low[0] > 0);
    }

    [Fact]
    public void GivenCurvesThatEndEarly_WhenABandIsMade_ThenItEndsWhereFewerThanHalfAreLeft()
    {
        var band = CurveBand.Of(
            "R",
            [
                [1.0],
                [3.0, 5.0],
                [5.0, 7.0, 9.0],
            ]
        );

        Assert.Equal([3, 6], band.Mean);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void GivenBands_WhenDrawn_ThenAPictureIsThereEvenForConstantCurves(bool logarithmic)
    {
        using var folder = new TemporaryFolder();
        var bands = new[]
        {
            CurveBand.Of(
                "a",
                [
                    [1.0, 1.0, 1.0],
                ]
            ),
            CurveBand.Of(
                "b",
                [
                    [0.0, 2.0],
                    [0.0, 3.0],
                ]
            ),
        };

        CurveBand.Draw(folder.At("plot.svg"), "R", bands, logarithmic);

        var picture = XDocument.Load(folder.At("plot.svg")).Root!;
        Assert.True(double.Parse(picture.Attribute("width")!.Value, CultureInfo.InvariantCulture) > 300);
        Assert.True(picture.Descendants().Count(e => e.Name.LocalName is "polyline" or "polygon") >= 3);
        Assert.Contains(picture.Descendants(), e => e.Value == "learning iteration");
        Assert.DoesNotContain("NaN", picture.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void GivenATable_WhenPrinted_ThenMarkdown()
    {
        var table = new ResultTable("All", "run", "R");
        table.Add("a|b", MeanAndSpread.Of([1, 2]));
        table.Add("c", 7);

        Assert.Equal("**All**\n\n| run | R |\n| --- | --- |\n| a\\|b | 1.50 ± 0.71 |\n| c | 7 |\n", table.ToString());
    }

    [Fact]
    public void GivenARowOfAnotherLengthOrNaN_WhenAdded_ThenItIsRefused()
    {
        var table = new ResultTable("All", "run", "R");

        Assert.Throws<ArgumentException>(() => table.Add("a"));
        Assert.Throws<ArgumentException>(() => table.Add("a", double.NaN));
    }
}
