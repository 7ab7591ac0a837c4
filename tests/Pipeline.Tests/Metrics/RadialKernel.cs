using WFrame.Metrics;

namespace WFrame.Pipeline.Tests.Metrics;

/// <summary>exp(-|x - y|^2 / (2 sigma^2)): a second kernel, by which the oracle checks the estimate apart from its kernel.</summary>
internal sealed record RadialKernel(double Sigma) : FeatureKernel
{
    internal override void Validate() { }

    internal override void Apply(double[] products, double[] firstSquares, double[] secondSquares, int columns)
    {
        for (var i = 0; i < products.Length; i++)
        {
            var (x, y) = (firstSquares[i / secondSquares.Length], secondSquares[i % secondSquares.Length]);
            products[i] = Math.Exp(-Math.Max(0, x + y - (2 * products[i])) / (2 * Sigma * Sigma));
        }
    }
}
