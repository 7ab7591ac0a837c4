using System.Numerics.Tensors;

namespace WFrame.Metrics;

/// <summary>
/// One row an image, one column a feature, logit or pixel: [N,D] float32, row-major, as networks give them. The metrics
/// accumulate in double.
/// </summary>
public sealed class FeatureMatrix
{
    /// <summary>Wraps existing memory of exactly <c>rows * columns</c> values.</summary>
    /// <exception cref="ArgumentException">The memory has another length, or a size is negative or zero columns.</exception>
    public FeatureMatrix(ReadOnlyMemory<float> values, int rows, int columns)
    {
        if (rows < 0 || columns < 1 || values.Length != (long)rows * columns)
        {
            throw new ArgumentException(
                $"{values.Length} values given, {rows} rows of {columns} columns need {(long)rows * columns}.",
                nameof(values)
            );
        }
        (Values, Rows, Columns) = (values, rows, columns);
    }

    /// <summary>Number of rows N.</summary>
    public int Rows { get; }

    /// <summary>Number of columns D.</summary>
    public int Columns { get; }

    /// <summary>All values, [N,D].</summary>
    public ReadOnlyMemory<float> Values { get; }

    /// <summary>The values of one row, [D].</summary>
    public ReadOnlySpan<float> Row(int index) => Values.Span.Slice(index * Columns, Columns);

    /// <summary>A view of rows <paramref name="from"/> up to, not including, <paramref name="to"/>; shares the memory.</summary>
    public FeatureMatrix Slice(int from, int to) =>
        new(Values.Slice(from * Columns, (to - from) * Columns), to - from, Columns);

    /// <summary>A copy of the rows that <paramref name="indices"/> names, in that order; a row may come twice.</summary>
    public FeatureMatrix Take(ReadOnlySpan<int> indices)
    {
        var values = new float[checked(indices.Length * Columns)];
        for (var i = 0; i < indices.Length; i++)
        {
            Row(indices[i]).CopyTo(values.AsSpan(i * Columns));
        }
        return new FeatureMatrix(values, indices.Length, Columns);
    }

    /// <summary>The rows of several matrices, one after the other; a single one is not copied.</summary>
    /// <exception cref="UsageException">None is given, or their columns differ.</exception>
    internal static FeatureMatrix Join(string metric, IReadOnlyList<FeatureMatrix> parts)
    {
        if (parts.Count == 0)
        {
            throw new UsageException($"{metric}: 0 sets of rows given; at least one is needed.");
        }
        var first = parts[0];
        if (parts.Count == 1)
        {
            return first;
        }
        var rows = parts.Sum(p => p.Rows);
        var values = new float[checked(rows * first.Columns)];
        var next = values.AsMemory();
        foreach (var part in parts)
        {
            RequireSameColumns(metric, first, part);
            part.Values.CopyTo(next);
            next = next[part.Values.Length..];
        }
        return new FeatureMatrix(values, rows, first.Columns);
    }

    internal double[] ToDouble()
    {
        var result = new double[Values.Length];
        TensorPrimitives.ConvertChecked(Values.Span, result.AsSpan());
        return result;
    }

    /// <summary>Refuses NaN and infinities, naming the first one.</summary>
    /// <exception cref="UsageException">A value is not finite.</exception>
    internal void RequireFinite(string metric, string what)
    {
        var values = Values.Span;
        for (var i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                var value = values[i].ToString(CultureInfo.InvariantCulture);
                throw new UsageException(
                    $"{metric}: {what} of row {i / Columns}, column {i % Columns} is {value}, only finite numbers are "
                        + "allowed; check the image of that row and the network that computed it."
                );
            }
        }
    }

    /// <summary>Refuses two matrices that do not describe the same features.</summary>
    /// <exception cref="UsageException">The columns differ.</exception>
    internal static void RequireSameColumns(string metric, FeatureMatrix first, FeatureMatrix second)
    {
        if (first.Columns != second.Columns)
        {
            throw new UsageException(
                $"{metric}: the first set has {first.Columns} columns and the second {second.Columns}; both must come from "
                    + "the same network and protocol."
            );
        }
    }
}
