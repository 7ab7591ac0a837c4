using Microsoft.ML;
using Microsoft.ML.Data;

// Reload CHAIN.zip PHOTOGRAPH: scores as saved, without this library. Prints a score a line.
var mlContext = new MLContext();
var view = mlContext.Data.LoadFromEnumerable([new Photograph { Path = args[1] }]);
var scored = mlContext.Model.Load(args[0], out _).Transform(view);
Console.WriteLine(string.Join('\n', scored.GetColumn<float[]>("Score").Select(score => $"{score[0]:r}")));

internal sealed class Photograph
{
    public string Path { get; set; } = "";
}
