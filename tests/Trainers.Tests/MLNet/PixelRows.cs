using Microsoft.ML;
using Microsoft.ML.Data;

namespace WFrame.Trainers.Tests.MLNet;

/// <summary>Images as a data view: Pixels, a vector [3,H,W], and a text label.</summary>
internal static class PixelRows
{
    public static IDataView View(MLContext context, PixelBatch images, params string[] labels) =>
        View(
            context,
            Enumerable
                .Range(0, images.Count)
                .Select(i => new Row
                {
                    Pixels = images.Image(i).ToArray(),
                    Label = labels.Length > 0 ? labels[i % labels.Length] : "",
                }),
            images.Size
        );

    public static IDataView View(MLContext context, IEnumerable<Row> rows, ImageSize size)
    {
        var definition = SchemaDefinition.Create(typeof(Row));
        definition["Pixels"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 3, size.Height, size.Width);
        return context.Data.LoadFromEnumerable(rows, definition);
    }

    public sealed class Row
    {
        public float[] Pixels { get; set; } = [];

        public string Label { get; set; } = "";
    }
}
