using System.Numerics;

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
    /// <param name="threads">Rows that are worked on at once.</param>
    public static void Apply(float[] rows, float[] across, ImageSize grid, int length, int threads = 1)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads };
        Pass(rows, across, (y, x, d) => (y * grid.Width) + Math.Clamp(x + d, 0, grid.Width - 1));
        Pass(across, rows, (y, x, d) => (Math.Clamp(y + d, 0, grid.Height - 1) * grid.Width) + x);

        void Pass(float[] from, float[] to, Func<int, int, int, int> beside) =>
            Parallel.For(
                0,
                grid.Height,
                parallel,
                y =>
                {
                    Span<int> places = stackalloc int[Weights.Length];
                    for (var x = 0; x < grid.Width; x++)
                    {
                        for (var d = 0; d < places.Length; d++)
                        {
                            places[d] = beside(y, x, d - (places.Length / 2)) * length;
                        }
                        Sum(from, places, to.AsSpan(((y * grid.Width) + x) * length, length));
                    }
                }
            );
    }

    private static void Sum(float[] from, ReadOnlySpan<int> places, Span<float> to)
    {
        var i = 0;
        for (; i <= to.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var sum = Vector<float>.Zero;
            for (var d = 0; d < places.Length; d++)
            {
                sum += Vector.LoadUnsafe(ref from[places[d] + i]) * Weights[d];
            }
            sum.CopyTo(to[i..]);
        }
        for (; i < to.Length; i++)
        {
            var sum = 0f;
            for (var d = 0; d < places.Length; d++)
            {
                sum += from[places[d] + i] * Weights[d];
            }
            to[i] = sum;
        }
    }
}
