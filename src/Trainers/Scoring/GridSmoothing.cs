using System.Numerics.Tensors;

namespace WFrame.Scoring;

/// <summary>Smooths numbers at the positions of a grid with a Gaussian of one position's standard deviation.</summary>
internal static class GridSmoothing
{
    /// <summary>exp(-d^2 / 2) for d = -3..3, of sum 1.</summary>
    public static ReadOnlySpan<float> Weights =>
        [0.00443305f, 0.05400558f, 0.24203623f, 0.39905028f, 0.24203623f, 0.05400558f, 0.00443305f];

    /// <param name="rows">[positions, length]; overwritten.</param>
    /// <param name="across">Working memory of the same length.</param>
    /// <param name="grid">Rows and columns of positions; beyond its edge they repeat.</param>
    /// <param name="length">Numbers at a position.</param>
    public static void Apply(float[] rows, float[] across, ImageSize grid, int length)
    {
        Array.Clear(across);
        for (var p = 0; p < grid.Area; p++)
        {
            var (y, x) = (p / grid.Width, p % grid.Width);
            Sum(rows, across.AsSpan(p * length, length), d => (y * grid.Width) + Math.Clamp(x + d, 0, grid.Width - 1));
        }
        Array.Clear(rows);
        for (var p = 0; p < grid.Area; p++)
        {
            var (y, x) = (p / grid.Width, p % grid.Width);
            Sum(across, rows.AsSpan(p * length, length), d => (Math.Clamp(y + d, 0, grid.Height - 1) * grid.Width) + x);
        }

        static void Sum(float[] from, Span<float> to, Func<int, int> place)
        {
            var length = to.Length;
            var reach = Weights.Length / 2;
            for (var d = -reach; d <= reach; d++)
            {
                TensorPrimitives.MultiplyAdd(from.AsSpan(place(d) * length, length), Weights[d + reach], to, to);
            }
        }
    }
}
