using Microsoft.ML;
using Microsoft.ML.Data;

// ReloadTail TAIL.zip: scores extracted pixels in a project that knows neither this library nor images.
var mlContext = new MLContext();
var definition = SchemaDefinition.Create(typeof(Row));
definition["Extracted"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 3, 32, 32);
var view = mlContext.Data.LoadFromEnumerable(
    [new Row { Extracted = [.. Enumerable.Range(0, 3 * 32 * 32).Select(i => (float)(i % 256))] }],
    definition
);
var scored = mlContext.Model.Load(args[0], out _).Transform(view);
Console.WriteLine(string.Join('\n', scored.GetColumn<float[]>("Score").Select(score => $"{score[0]:r}")));

internal sealed class Row
{
    public float[] Extracted { get; set; } = [];
}
