using System.Text.RegularExpressions;
using Microsoft.ML;
using WFrame.Testing;

namespace WFrame.Pipeline.Tests.Readme;

/// <summary>The README's C# examples compile as they stand, and run with fewer iterations and smaller images.</summary>
public partial class ReadmeTests
{
    public static TheoryData<int> Examples => [.. Enumerable.Range(0, ReadmeExample.All.Length)];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Given_an_example_it_compiles_as_it_stands(int example) =>
        Assert.NotEmpty(ReadmeExample.Compile("Example", ReadmeExample.All[example]));

    [Theory]
    [MemberData(nameof(Examples))]
    public void Given_an_example_when_run_its_model_opens_here_and_in_stock_ml_net(int example)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.At("samples"));
        File.Copy(Repository.Sample("chelsea.png"), folder.At("samples", "chelsea.png"));
        var code = Iterations().Replace(Sizes().Replace(ReadmeExample.All[example], "16"), "2");
        var name = $"ReadmeExample{example}";

        ReadmeExample.Run(name, ReadmeExample.Compile(name, code), folder.Path);

        var written = Files().Matches(code).Select(match => match.Value);
        Assert.All(written.Append("model.zip"), name => Assert.True(File.Exists(folder.At(name)), name));
        var model = WFrameModel.Load(folder.At("model.zip"));
        Assert.Equal((new ImageSize(16, 16), 2), (model.Size, model.Options.Iterations));
        var mlContext = new MLContext();
        var images = mlContext.WFrame().LoadPixels(folder.At("samples"), size: 16);
        var stock = mlContext.Model.Load(folder.At("model.zip"), out _).Transform(images);
        Assert.NotNull(stock.Schema.GetColumnOrNull("Score"));
        Assert.NotNull(stock.Schema.GetColumnOrNull("Phi"));
    }

    [GeneratedRegex(@"(?<=[Ii]terations\W+|[Ss]teps\W+)\d+")]
    private static partial Regex Iterations();

    /// <summary>What an example writes into the folder it runs in.</summary>
    [GeneratedRegex(@"(?<="")\w+\.(png|zip|csv)(?="")")]
    private static partial Regex Files();

    [GeneratedRegex(@"(?<=size: )\d+")]
    private static partial Regex Sizes();
}
