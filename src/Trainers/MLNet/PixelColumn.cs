using Microsoft.ML;
using Microsoft.ML.Data;

namespace WFrame.MLNet;

/// <summary>What the pixel column must be, before (shape of a schema) and when data are there (schema).</summary>
internal static class PixelColumn
{
    /// <summary>Checks as much as a schema's shape tells: vectors have a known size there, but not which.</summary>
    public static void Check(SchemaShape schema, string name)
    {
        var column = Find(schema, name);
        if (
            column.Kind != SchemaShape.Column.VectorKind.Vector
            || column.ItemType != NumberDataViewType.Single
            || column.IsKey
        )
        {
            throw Wrong(name, $"{column.Kind} of {column.ItemType}");
        }
    }

    /// <summary>Image size of the column: its own [3,H,W], else <paramref name="given"/>.</summary>
    /// <exception cref="UsageException">No such column, another type, or no way to know height and width.</exception>
    public static ImageSize SizeOf(DataViewSchema schema, string name, ImageSize? given)
    {
        var type = TypeOf(schema, name);
        var own = type.Dimensions is [3, var height, var width] ? new ImageSize(height, width) : (ImageSize?)null;
        if ((own ?? given) is not { } size)
        {
            throw new UsageException(
                $"Column {name} is a flat vector of {type.Size} numbers: load it as [3,H,W], or set Size to its height and width."
            );
        }
        RefuseOther(name, type, given ?? size);
        RefuseOther(name, type, size);
        return size;
    }

    /// <summary>Checks that the column holds images of a size: [3,H,W], or flat with as many numbers.</summary>
    public static void Check(DataViewSchema schema, string name, ImageSize size) =>
        RefuseOther(name, TypeOf(schema, name), size);

    /// <summary>The last column of a name.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static SchemaShape.Column Find(SchemaShape schema, string name)
    {
        var found = schema.Where(c => c.Name == name).ToList();
        return found.Count > 0 ? found[^1] : throw Missing(name, schema.Select(c => c.Name));
    }

    /// <inheritdoc cref="Find(SchemaShape, string)"/>
    public static DataViewSchema.Column Find(DataViewSchema schema, string name) =>
        schema.GetColumnOrNull(name) ?? throw Missing(name, schema.Select(c => c.Name));

    /// <summary>The type of a column, which is a vector of float32 of known size.</summary>
    /// <exception cref="UsageException">There is no such column, or it is of another type.</exception>
    public static VectorDataViewType TypeOf(DataViewSchema schema, string name)
    {
        var type = Find(schema, name).Type;
        return type is VectorDataViewType { IsKnownSize: true } vector && vector.ItemType == NumberDataViewType.Single
            ? vector
            : throw Wrong(name, type.ToString()!);
    }

    /// <summary>ONNX scoring would take a multiple of the size for a batch; such a column is refused here.</summary>
    private static void RefuseOther(string name, VectorDataViewType type, ImageSize size)
    {
        var shaped = type.Dimensions.Length > 1 && !type.Dimensions.SequenceEqual([3, size.Height, size.Width]);
        if (shaped || type.Size != size.Dimension)
        {
            throw new UsageException(
                $"Column {name} is {type}, images of {size} px need [3,{size.Height},{size.Width}] ({size.Dimension} numbers): load the images at that size."
            );
        }
    }

    private static UsageException Missing(string name, IEnumerable<string> columns) =>
        new($"There is no column {name}: choose one of {string.Join(", ", columns.Distinct().Take(20))}.");

    private static UsageException Wrong(string name, string type) =>
        new(
            $"Column {name} is {type}: a vector of float32 with a known size, [3,H,W], is needed; load it by LoadPixels."
        );
}
