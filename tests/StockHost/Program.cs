using Microsoft.ML;
using Microsoft.ML.Data;

// StockHost MODEL.zip PIXELS.f32 HEIGHT WIDTH OUTPUT.f32 COLUMN...
// Reads images [N,3,H,W] and writes the columns (float32 scalars or vectors), row by row.
var (height, width) = (Number(args[2]), Number(args[3]));
var values = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(args[1])).ToArray();
var length = 3 * height * width;
var rows = Enumerable
    .Range(0, values.Length / length)
    .Select(i => new Row { Pixels = values[(i * length)..((i + 1) * length)] });
var definition = SchemaDefinition.Create(typeof(Row));
definition["Pixels"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 3, height, width);

var context = new MLContext();
var model = context.Model.Load(args[0], out _);
var scored = model.Transform(context.Data.LoadFromEnumerable(rows, definition));
using (var output = File.Create(args[4]))
{
    using var cursor = scored.GetRowCursor(args[5..].Select(name => scored.Schema[name]));
    var columns = args[5..].Select(name => Reader(cursor, scored.Schema[name])).ToList();
    while (cursor.MoveNext())
    {
        columns.ForEach(read => output.Write(MemoryMarshal.AsBytes(read().AsSpan())));
    }
}
(model as IDisposable)?.Dispose();

// The point of this program: none of the library's assemblies was needed.
var ours = AppDomain.CurrentDomain.GetAssemblies().Select(a => a.GetName().Name).Where(IsOurs).ToList();
Console.WriteLine($"Assemblies of the library: {ours.Count}");
return ours.Count == 0 ? 0 : 1;

static bool IsOurs(string? name) => name?.StartsWith("WFrame", StringComparison.Ordinal) == true;

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

static Func<float[]> Reader(DataViewRowCursor cursor, DataViewSchema.Column column)
{
    if (column.Type is VectorDataViewType)
    {
        var read = cursor.GetGetter<VBuffer<float>>(column);
        return () =>
        {
            var value = default(VBuffer<float>);
            read(ref value);
            return [.. value.DenseValues()];
        };
    }
    var readOne = cursor.GetGetter<float>(column);
    return () =>
    {
        var value = 0f;
        readOne(ref value);
        return [value];
    };
}

internal sealed class Row
{
    public float[] Pixels { get; set; } = [];
}
