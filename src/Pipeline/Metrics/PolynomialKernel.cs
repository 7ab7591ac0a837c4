using WFrame.Metrics.LinearAlgebra;

namespace WFrame.Metrics;

/// <summary>The kernel (gamma x.y + offset)^degree of feature rows; gamma is 1/D where null.</summary>
public sealed record PolynomialKernel(int Degree = 3, double? Gamma = null, double Offset = 1)
{
    /// <summary>Refuses parameters for which it is no kernel.</summary>
    internal void Validate()
    {
        if (Degree < 1 || Gamma is { } gamma && !(gamma > 0 && double.IsFinite(gamma)) || !double.IsFinite(Offset))
        {
            throw new UsageException(
                $"KID: polynomial kernel of degree {Degree}, gamma {Gamma:g}, offset {Offset:g} asked for; degree at least 1, "
                    + "a positive gamma and a finite offset are allowed."
            );
        }
    }

    /// <summary>Kernel values of all pairs of rows, [n,m].</summary>
    internal double[] Values(double[] x, double[] y, int columns, CancellationToken cancellation = default)
    {
        var gamma = Gamma ?? 1.0 / columns;
        var values = DenseProduct.RowsByRows(x, x.Length / columns, y, y.Length / columns, columns, cancellation);
        for (var i = 0; i < values.Length; i++)
        {
            var value = Math.FusedMultiplyAdd(gamma, values[i], Offset);
            var power = value;
            for (var d = 1; d < Degree; d++)
            {
                power *= value;
            }
            values[i] = power;
        }
        return values;
    }
}
