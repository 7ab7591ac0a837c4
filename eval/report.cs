#:project Experiments/WFrame.Experiments.csproj
// Writes the tables of eval/results/*.json into eval/README.md; run it in the root of the repository after each change of them.
//   dotnet run eval/report.cs
using WFrame.Experiments;

const string Page = "eval/README.md";
File.WriteAllText(Page, ResultsPage.Fill(File.ReadAllText(Page), "eval/results"));
