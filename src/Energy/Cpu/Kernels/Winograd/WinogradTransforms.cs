namespace WFrame.Cpu.Kernels.Winograd;

/// <summary>
/// The transforms of F(4x4,3x3): A. Lavin, S. Gray, "Fast Algorithms for Convolutional Neural Networks", CVPR 2016.
/// A 4x4 tile of outputs needs a 6x6 tile d of inputs. With Y = A' [(G g G') * (B' d B)] A the products are 36 numbers
/// by numbers instead of 16 times 9: a quarter of the multiplications. Each transform is made of a one-dimensional one,
/// first along columns, then along rows.
/// </summary>
internal static class WinogradTransforms
{
    /// <summary>Width of an input tile.</summary>
    public const int Input = 6;

    /// <summary>Products of one tile, channel and filter.</summary>
    public const int Positions = Input * Input;

    /// <summary>G: evaluates the kernel, a polynomial, at 0, 1, -1, 2, -2 and infinity (scaled).</summary>
    private static ReadOnlySpan<double> KernelMatrix =>
        [
            1 / 4.0,
            0,
            0,
            -1 / 6.0,
            -1 / 6.0,
            -1 / 6.0,
            -1 / 6.0,
            1 / 6.0,
            -1 / 6.0,
            1 / 24.0,
            1 / 12.0,
            1 / 6.0,
            1 / 24.0,
            -1 / 12.0,
            1 / 6.0,
            0,
            0,
            1,
        ];

    /// <summary>G g G' of one 3x3 kernel, in double.</summary>
    [MethodImpl(Jit.Kernel)]
    public static void TransformKernel(ReadOnlySpan<double> kernel, Span<double> transformed)
    {
        for (var i = 0; i < Input; i++)
        {
            for (var j = 0; j < Input; j++)
            {
                var sum = 0.0;
                for (var y = 0; y < 3; y++)
                {
                    for (var x = 0; x < 3; x++)
                    {
                        sum += KernelMatrix[(i * 3) + y] * kernel[(y * 3) + x] * KernelMatrix[(j * 3) + x];
                    }
                }
                transformed[(i * Input) + j] = sum;
            }
        }
    }

    /// <summary>One application of B': six registers <paramref name="step"/> floats apart, to six others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void TransformInput<TLanes, TVector>(
        TVector d0,
        TVector d1,
        TVector d2,
        TVector d3,
        TVector d4,
        TVector d5,
        float* output,
        nint step
    )
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        var (two, four, five) = (TLanes.Broadcast(2f), TLanes.Broadcast(4f), TLanes.Broadcast(-5f));
        var (minusTwo, minusFour) = (TLanes.Broadcast(-2f), TLanes.Broadcast(-4f));
        var even4 = TLanes.Fused(minusFour, d2, d4);
        var odd4 = TLanes.Fused(minusFour, d1, d3);
        var even1 = TLanes.Subtract(d4, d2);
        var odd1 = TLanes.Subtract(d3, d1);
        TLanes.Store(TLanes.Fused(four, d0, TLanes.Fused(five, d2, d4)), output);
        TLanes.Store(TLanes.Add(even4, odd4), output + step);
        TLanes.Store(TLanes.Subtract(even4, odd4), output + (2 * step));
        TLanes.Store(TLanes.Fused(two, odd1, even1), output + (3 * step));
        TLanes.Store(TLanes.Fused(minusTwo, odd1, even1), output + (4 * step));
        TLanes.Store(TLanes.Fused(four, d1, TLanes.Fused(five, d3, d5)), output + (5 * step));
    }

    /// <summary>One application of A': six registers to four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void TransformOutput<TLanes, TVector>(
        float* input,
        nint step,
        out TVector y0,
        out TVector y1,
        out TVector y2,
        out TVector y3
    )
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        var (m1, m2) = (TLanes.Load(input + step), TLanes.Load(input + (2 * step)));
        var (m3, m4) = (TLanes.Load(input + (3 * step)), TLanes.Load(input + (4 * step)));
        var (sum1, difference1) = (TLanes.Add(m1, m2), TLanes.Subtract(m1, m2));
        var (sum2, difference2) = (TLanes.Add(m3, m4), TLanes.Subtract(m3, m4));
        y0 = TLanes.Add(TLanes.Add(TLanes.Load(input), sum1), sum2);
        y1 = TLanes.Fused(TLanes.Broadcast(2f), difference2, difference1);
        y2 = TLanes.Fused(TLanes.Broadcast(4f), sum2, sum1);
        y3 = TLanes.Add(TLanes.Fused(TLanes.Broadcast(8f), difference2, difference1), TLanes.Load(input + (5 * step)));
    }
}
