using Microsoft.ML;
using Microsoft.ML.Data;

namespace WFrame.MLNet;

/// <summary>Reads observed images out of a data view, in one pass over the columns that are needed.</summary>
internal sealed class TrainingRows(MLContext context, WFrameEstimatorOptions options)
{
    private const string LabelText = "__WFrameLabel";

    /// <summary>One component a label value, in ordinal order; or one for all rows.</summary>
    /// <exception cref="UsageException">There are no rows, or a row lacks a label.</exception>
    /// <exception cref="InvalidContentException">A pixel is not a finite number.</exception>
    public IReadOnlyList<TrainingComponent> Read(IDataView data, ImageSize size)
    {
        var view = options.LabelColumnName is { } label ? WithLabelText(data, label) : data;
        var pixels = view.Schema[options.FeatureColumnName];
        DataViewSchema.Column? labels = options.LabelColumnName is null ? null : view.Schema[LabelText];
        var groups = new SortedDictionary<string, List<float[]>>(StringComparer.Ordinal);
        using var cursor = view.GetRowCursor(labels is { } column ? [pixels, column] : [pixels]);
        var readPixels = cursor.GetGetter<VBuffer<float>>(pixels);
        var readLabel = labels is { } text ? cursor.GetGetter<ReadOnlyMemory<char>>(text) : null;
        var buffer = default(VBuffer<float>);
        while (cursor.MoveNext())
        {
            options.Cancellation.ThrowIfCancellationRequested();
            readPixels(ref buffer);
            var image = new float[size.Dimension];
            buffer.CopyTo(image);
            RefuseNonFinite(image, cursor.Position);
            var name = readLabel is null ? "model" : NameOf(readLabel, cursor.Position);
            if (!groups.TryGetValue(name, out var images))
            {
                groups[name] = images = [];
            }
            images.Add(image);
        }
        return groups.Count > 0
            ? [.. groups.Select(g => new TrainingComponent(g.Key, Batch(g.Value)))]
            : throw new UsageException("The data view has no rows: give at least one image.");

        PixelBatch Batch(List<float[]> images) => new(images.SelectMany(i => i).ToArray(), images.Count, size);
    }

    /// <summary>Checks that a label column is there and can name components.</summary>
    public static void CheckLabel(SchemaShape schema, string name)
    {
        var column = PixelColumn.Find(schema, name);
        if (column.Kind != SchemaShape.Column.VectorKind.Scalar || !CanName(column.ItemType))
        {
            throw WrongLabel(name, $"{column.Kind} of {column.ItemType}");
        }
    }

    /// <inheritdoc cref="CheckLabel(SchemaShape, string)"/>
    public static void CheckLabel(DataViewSchema schema, string name)
    {
        var type = PixelColumn.Find(schema, name).Type;
        if (!CanName(type))
        {
            throw WrongLabel(name, type.ToString()!);
        }
    }

    private static UsageException WrongLabel(string name, string type) =>
        new($"Column {name} is {type}: a label is one text, key, number or true/false a row.");

    private static bool CanName(DataViewType type) =>
        type is TextDataViewType or NumberDataViewType or KeyDataViewType or BooleanDataViewType;

    /// <summary>Every kind of label as text, by ML.NET's own conversions.</summary>
    private IDataView WithLabelText(IDataView data, string label)
    {
        var column = data.Schema[label];
        var conversion = context.Transforms.Conversion;
        if (column.Type is TextDataViewType)
        {
            return context.Transforms.CopyColumns(LabelText, label).Fit(data).Transform(data);
        }
        if (column.Type is KeyDataViewType && column.Annotations.Schema.GetColumnOrNull("KeyValues") is not null)
        {
            var values = conversion.MapKeyToValue(LabelText, label).Fit(data).Transform(data);
            return values.Schema[LabelText].Type is TextDataViewType ? values : AsText(values, LabelText);
        }
        return AsText(data, label);
    }

    private IDataView AsText(IDataView data, string column) =>
        context.Transforms.Conversion.ConvertType(LabelText, column, DataKind.String).Fit(data).Transform(data);

    private string NameOf(ValueGetter<ReadOnlyMemory<char>> read, long row)
    {
        var label = default(ReadOnlyMemory<char>);
        read(ref label);
        // A missing number or key becomes "NaN" or nothing.
        return label.Span.Trim() is { IsEmpty: false } and not "NaN" and not "?"
            ? label.ToString()
            : throw new UsageException(
                $"Row {row} has no label in column {options.LabelColumnName}: label every image, or leave out the label column."
            );
    }

    private void RefuseNonFinite(float[] image, long row)
    {
        var bad = Array.FindIndex(image, v => !float.IsFinite(v));
        if (bad >= 0)
        {
            throw new InvalidContentException(
                $"Row {row} of column {options.FeatureColumnName} holds {image[bad]} at {bad}: every pixel must be a finite number."
            );
        }
    }
}
