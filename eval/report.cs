#:project Experiments/WFrame.Experiments.csproj
// Writes the tables of eval/results into eval/README.md and draws its figure; run it in the root of the repository.
//   dotnet run eval/report.cs                               after each change of the results or of the page
//   dotnet run eval/report.cs -- NAME runs/NAME/results.json    keeps the results of a run as eval/results/NAME.json first
using WFrame.Experiments.Pages;

const string Page = "eval/README.md";
const string Results = "eval/results";
if (args is [var name, var results])
{
    KeptResults.Keep(name, results, Results);
}
string[] methods = ["FRAME", "wFRAME"];
ChartPanel[] panels =
[
    new("R of nine faces of 32 px, the paper's constants", "figure4-faces", ["celeba FRAME", "celeba wFRAME"], methods),
    new("The same at 64 px", "figure4-faces64", ["celeba FRAME", "celeba wFRAME"], methods),
    new("R of CIFAR-10, the paper's constants", "figure4-cifar10", ["cifar10 FRAME", "cifar10 wFRAME"], methods),
];
ChartPanel[] there = [.. panels.Where(p => File.Exists($"{Results}/{p.Results}.json"))];
if (there.Length > 0)
{
    DistanceChart.Draw(Results, "distance", low: 4, high: 400, there);
}
File.WriteAllText(Page, ResultsPage.Fill(File.ReadAllText(Page), Results));
