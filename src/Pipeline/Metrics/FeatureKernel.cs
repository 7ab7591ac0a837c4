namespace WFrame.Metrics;

/// <summary>A positive definite kernel k(x, y) of feature rows.</summary>
public abstract record FeatureKernel
{
    /// <summary>Refuses parameters for which the kernel is none.</summary>
    internal abstract void Validate();

    /// <summary>Turns the products x.y [n,m] into kernel values, in place.</summary>
    /// <param name="products">x.y of all pairs, [n,m].</param>
    /// <param name="firstSquares">|x|^2, [n].</param>
    /// <param name="secondSquares">|y|^2, [m].</param>
    /// <param name="columns">Number of features D.</param>
    internal abstract void Apply(double[] products, double[] firstSquares, double[] secondSquares, int columns);
}

/// <summary>(gamma x.y + coef0)^degree; gamma is 1/D where null.</summary>
public sealed record PolynomialKernel(int Degree = 3, double? Gamma = null, double Offset = 1) : FeatureKernel
{
    internal override void Validate()
    {
        if (Degree < 1 || Gamma is { } gamma && !(gamma > 0 && double.IsFinite(gamma)) || !double.IsFinite(Offset))
        {
            throw new UsageException(
                $"KID: polynomial kernel of degree {Degree}, gamma {Gamma:g}, offset {Offset:g} asked for; degree at least 1, "
                    + "a positive gamma and a finite offset are allowed."
            );
        }
    }

    internal override void Apply(double[] products, double[] firstSquares, double[] secondSquares, int columns)
    {
        var gamma = Gamma ?? 1.0 / columns;
        for (var i = 0; i < products.Length; i++)
        {
            var value = Math.FusedMultiplyAdd(gamma, products[i], Offset);
            var power = value;
            for (var d = 1; d < Degree; d++)
            {
                power *= value;
            }
            products[i] = power;
        }
    }
}
