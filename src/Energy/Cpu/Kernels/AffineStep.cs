using System.Numerics;
using WFrame.Engines;

namespace WFrame.Cpu.Kernels;

/// <summary>x &lt;- State*x + (Gradient*G + Noise*Z), rounded the same way whatever the register's width.</summary>
internal static class AffineStep
{
    public static void Apply(
        Span<float> x,
        ReadOnlySpan<float> gradient,
        ReadOnlySpan<float> noise,
        LangevinCoefficients coefficients
    )
    {
        var (a, b, c) = (
            new Vector<float>(coefficients.State),
            new Vector<float>(coefficients.Gradient),
            new Vector<float>(coefficients.Noise)
        );
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(x);
        var gradients = MemoryMarshal.Cast<float, Vector<float>>(gradient);
        var noises = MemoryMarshal.Cast<float, Vector<float>>(noise);
        for (var i = 0; i < vectors.Length; i++)
        {
            vectors[i] = Vector.FusedMultiplyAdd(
                a,
                vectors[i],
                Vector.FusedMultiplyAdd(b, gradients[i], c * noises[i])
            );
        }
        for (var i = vectors.Length * Vector<float>.Count; i < x.Length; i++)
        {
            x[i] = MathF.FusedMultiplyAdd(
                coefficients.State,
                x[i],
                MathF.FusedMultiplyAdd(coefficients.Gradient, gradient[i], coefficients.Noise * noise[i])
            );
        }
    }
}
