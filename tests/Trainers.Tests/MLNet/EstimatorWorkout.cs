using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;
using WFrame.Testing;

namespace WFrame.Trainers.Tests.MLNet;

/// <summary>What every estimator must hold to, whatever it computes.</summary>
internal static class EstimatorWorkout
{
    /// <summary>Runs all checks with valid data and each invalid schema.</summary>
    /// <param name="context">ML.NET's context.</param>
    /// <param name="estimator">The estimator.</param>
    /// <param name="valid">Data to fit and score; its rows may be counted by the caller.</param>
    /// <param name="outputs">Columns of float vectors that are added.</param>
    /// <param name="invalid">Data whose schema must be refused before any row is read.</param>
    public static void Run<TTransformer>(
        MLContext context,
        IEstimator<TTransformer> estimator,
        IDataView valid,
        string[] outputs,
        params IDataView[] invalid
    )
        where TTransformer : class, ITransformer
    {
        var promised = estimator.GetOutputSchema(ShapeOf(valid.Schema));
        var transformer = estimator.Fit(valid);
        try
        {
            var fitted = transformer.GetOutputSchema(valid.Schema);
            AssertSameShape(promised, ShapeOf(fitted));
            var transformed = transformer.Transform(valid);
            Assert.Equal(fitted.Select(Describe), transformed.Schema.Select(Describe));

            // Several passes, one after the other and interleaved, give the same.
            var first = Read(transformed, outputs);
            Assert.NotEmpty(first);
            Assert.Equal(first, Read(transformed, outputs));
            Assert.Equal(first, ReadInterleaved(transformed, outputs));
            // Any subset of the columns may be asked for.
            Array.ForEach(
                outputs,
                o => Assert.Equal(Column(first, outputs, o), Read(transformed, [o]).Select(r => r[0]))
            );

            AssertSavedAndLoadedIsTheSame(context, transformer, valid, outputs, first);
            Assert.True(transformer.IsRowToRowMapper);
            Assert.NotNull(transformer.GetRowToRowMapper(valid.Schema));
            foreach (var data in invalid)
            {
                Assert.ThrowsAny<Exception>(() => estimator.Fit(data));
                Assert.ThrowsAny<Exception>(() => transformer.GetOutputSchema(data.Schema));
                Assert.ThrowsAny<Exception>(() => transformer.Transform(data));
            }
        }
        finally
        {
            (transformer as IDisposable)?.Dispose();
        }
    }

    /// <summary>The shape of a schema; ML.NET makes it within its own estimators only.</summary>
    public static SchemaShape ShapeOf(DataViewSchema schema) =>
        (SchemaShape)
            typeof(SchemaShape)
                .GetMethod("Create", BindingFlags.Static | BindingFlags.NonPublic)!
                .Invoke(null, [schema])!;

    /// <summary>All rows, each with the values of the columns.</summary>
    public static List<float[][]> Read(IDataView data, params string[] columns)
    {
        using var rows = new Rows(data, columns);
        var all = new List<float[][]>();
        while (rows.Next() is { } row)
        {
            all.Add(row);
        }
        return all;
    }

    private static List<float[][]> ReadInterleaved(IDataView data, string[] columns)
    {
        using var one = new Rows(data, columns);
        using var other = new Rows(data, columns);
        var all = new List<float[][]>();
        while (one.Next() is { } row)
        {
            all.Add(row);
            Assert.Equal(row, other.Next());
        }
        return all;
    }

    private static IEnumerable<float[]> Column(List<float[][]> rows, string[] columns, string name) =>
        rows.Select(r => r[Array.IndexOf(columns, name)]);

    private static void AssertSavedAndLoadedIsTheSame(
        MLContext context,
        ITransformer transformer,
        IDataView valid,
        string[] outputs,
        List<float[][]> expected
    )
    {
        using var folder = new TemporaryFolder();
        var path = folder.At("saved.zip");
        context.Model.Save(transformer, valid.Schema, path);
        var loaded = new MLContext().Model.Load(path, out var schema);
        Assert.Equal(valid.Schema.Select(Describe), schema.Select(Describe));
        Assert.Equal(expected, Read(loaded.Transform(valid), outputs));
        (loaded as IDisposable)?.Dispose();
    }

    private static void AssertSameShape(SchemaShape promised, SchemaShape fitted) =>
        Assert.Equal(
            fitted.Select(c => (c.Name, c.Kind, c.ItemType, c.IsKey)).Distinct().OrderBy(c => c.Name),
            promised.Select(c => (c.Name, c.Kind, c.ItemType, c.IsKey)).Distinct().OrderBy(c => c.Name)
        );

    private static string Describe(DataViewSchema.Column column) => $"{column.Name}: {column.Type}";

    private sealed class Rows : IDisposable
    {
        private readonly DataViewRowCursor cursor;
        private readonly ValueGetter<VBuffer<float>>[] getters;

        public Rows(IDataView data, string[] columns)
        {
            cursor = data.GetRowCursor(columns.Select(c => data.Schema[c]));
            getters = [.. columns.Select(c => cursor.GetGetter<VBuffer<float>>(data.Schema[c]))];
        }

        public float[][]? Next()
        {
            if (!cursor.MoveNext())
            {
                return null;
            }
            var row = new float[getters.Length][];
            for (var i = 0; i < row.Length; i++)
            {
                var value = default(VBuffer<float>);
                getters[i](ref value);
                row[i] = [.. value.DenseValues()];
            }
            return row;
        }

        public void Dispose() => cursor.Dispose();
    }
}
