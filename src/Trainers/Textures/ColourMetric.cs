using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;

namespace WFrame.Textures;

/// <summary>
/// In which colours a Langevin step is how long: as the photographs' colours vary. Of a nearly grey photograph the filters
/// that see colour are stiff, and a step that suits the luminance would make coloured grain. With P the photographs' covariance
/// of B, G, R in its largest eigenvalue,
/// <code>
/// x &lt;- x + eta P (dPhi/dx - (x - mean) / sigma^2) + sqrt(2 eta) tau P^(1/2) z
/// </code>
/// has the same stationary distribution. Of a grey photograph P moves the channels as one.
/// </summary>
internal sealed class ColourMetric
{
    // Rare colours have little variance and must be reached all the same.
    private const double Least = 0.01;

    // Below it colours are rounding.
    private const double None = 1e-4;

    private readonly float[] _metric = new float[9];
    private readonly float[] _root = new float[9];
    private float[] _buffer = [];

    /// <param name="covariance">Of the channels, [3,3].</param>
    public ColourMetric(IReadOnlyList<double> covariance)
    {
        var parts = Matrix<double>.Build.Dense(3, 3, (i, j) => covariance[(3 * i) + j]).Evd(Symmetricity.Symmetric);
        var values = parts.EigenValues.Select(v => v.Real).ToArray();
        var largest = values.Max();
        for (var k = 0; k < 3; k++)
        {
            // A photograph of one colour: any step is as good.
            var share = largest > 0 ? values[k] / largest : 1;
            share = share < None ? 0 : Math.Max(share, Least);
            for (var i = 0; i < 9; i++)
            {
                var direction = parts.EigenVectors[i / 3, k] * parts.EigenVectors[i % 3, k];
                _metric[i] += (float)(share * direction);
                _root[i] += (float)(Math.Sqrt(share) * direction);
            }
        }
    }

    /// <summary>P times an image or gradient.</summary>
    /// <param name="image">[3,H,W], changed in place.</param>
    public void Apply(Span<float> image) => Apply(_metric, image);

    /// <summary>P^(1/2) times noise.</summary>
    /// <param name="noise">[3,H,W], changed in place.</param>
    public void ApplyRoot(Span<float> noise) => Apply(_root, noise);

    private void Apply(float[] matrix, Span<float> image)
    {
        var area = image.Length / 3;
        if (_buffer.Length != image.Length)
        {
            _buffer = new float[image.Length];
        }
        image.CopyTo(_buffer);
        for (var c = 0; c < 3; c++)
        {
            var plane = image.Slice(c * area, area);
            TensorPrimitives.Multiply(_buffer.AsSpan(0, area), matrix[3 * c], plane);
            TensorPrimitives.MultiplyAdd(_buffer.AsSpan(area, area), matrix[(3 * c) + 1], plane, plane);
            TensorPrimitives.MultiplyAdd(_buffer.AsSpan(2 * area, area), matrix[(3 * c) + 2], plane, plane);
        }
    }
}
