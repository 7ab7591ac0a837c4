namespace WFrame.Cpu.Kernels;

/// <summary>
/// The matrix product where nearly all the time goes: up to 6 tiles by up to 4 registers of filters. The sums stay in
/// registers (24 of AVX-512's 32; 12 of AVX2's 16); each step of k loads the kernel's registers once and broadcasts one
/// number a tile. Every sum runs over k in order, so it never depends on which tiles share a call.
/// </summary>
/// <typeparam name="TLanes">Operations of the register.</typeparam>
/// <typeparam name="TVector">The register.</typeparam>
/// <typeparam name="TRegisters">Registers of filters: 1, 2 or 4.</typeparam>
internal static unsafe class MicroKernel<TLanes, TVector, TRegisters>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
    where TRegisters : struct, IConstant
{
    public const int MostTiles = 6;

    /// <summary>output[t][f] = sum over k of input[t][k] * kernel[k][f], for any number of tiles.</summary>
    /// <param name="tiles">Number of tiles.</param>
    /// <param name="input">Where the tiles' inputs lie.</param>
    /// <param name="kernel">[k][filter], packed.</param>
    /// <param name="output">First output.</param>
    /// <param name="outputStep">Floats from one tile's output to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Multiply(int tiles, in Operand input, float* kernel, float* output, nint outputStep)
    {
        var rest = input;
        for (; tiles >= MostTiles; tiles -= MostTiles)
        {
            Run<Six>(rest, kernel, output, outputStep);
            rest = rest.Skip(MostTiles);
            output += MostTiles * outputStep;
        }
        switch (tiles)
        {
            case 5:
                Run<Five>(rest, kernel, output, outputStep);
                break;
            case 4:
                Run<Four>(rest, kernel, output, outputStep);
                break;
            case 3:
                Run<Three>(rest, kernel, output, outputStep);
                break;
            case 2:
                Run<Two>(rest, kernel, output, outputStep);
                break;
            case 1:
                Run<One>(rest, kernel, output, outputStep);
                break;
            default:
                break;
        }
    }

    [MethodImpl(Jit.Kernel)]
    private static void Run<TTiles>(in Operand input, float* kernel, float* output, nint step)
        where TTiles : struct, IConstant
    {
        TVector s00 = default,
            s01 = default,
            s02 = default,
            s03 = default;
        TVector s10 = default,
            s11 = default,
            s12 = default,
            s13 = default;
        TVector s20 = default,
            s21 = default,
            s22 = default,
            s23 = default;
        TVector s30 = default,
            s31 = default,
            s32 = default,
            s33 = default;
        TVector s40 = default,
            s41 = default,
            s42 = default,
            s43 = default;
        TVector s50 = default,
            s51 = default,
            s52 = default,
            s53 = default;
        var (step1, step2, step3) = (input.TileStep, 2 * input.TileStep, 3 * input.TileStep);
        var (step4, step5) = (4 * input.TileStep, 5 * input.TileStep);
        var run = input.Start;
        var (runs, length) = (input.Runs, input.Length);
        for (; runs > 0; runs--, run += input.RunStep)
        {
            var end = run + length;
            for (var k = run; k < end; k++)
            {
                var f0 = TLanes.Load(kernel);
                var f1 = TRegisters.Value > 1 ? TLanes.Load(kernel + TLanes.Count) : default;
                var f2 = TRegisters.Value > 2 ? TLanes.Load(kernel + (2 * TLanes.Count)) : default;
                var f3 = TRegisters.Value > 2 ? TLanes.Load(kernel + (3 * TLanes.Count)) : default;
                kernel += TRegisters.Value * TLanes.Count;
                var d0 = TLanes.Broadcast(*k);
                Accumulate(d0, f0, f1, f2, f3, ref s00, ref s01, ref s02, ref s03);
                if (TTiles.Value > 1)
                {
                    var d1 = TLanes.Broadcast(k[step1]);
                    Accumulate(d1, f0, f1, f2, f3, ref s10, ref s11, ref s12, ref s13);
                }
                if (TTiles.Value > 2)
                {
                    var d2 = TLanes.Broadcast(k[step2]);
                    Accumulate(d2, f0, f1, f2, f3, ref s20, ref s21, ref s22, ref s23);
                }
                if (TTiles.Value > 3)
                {
                    var d3 = TLanes.Broadcast(k[step3]);
                    Accumulate(d3, f0, f1, f2, f3, ref s30, ref s31, ref s32, ref s33);
                }
                if (TTiles.Value > 4)
                {
                    var d4 = TLanes.Broadcast(k[step4]);
                    Accumulate(d4, f0, f1, f2, f3, ref s40, ref s41, ref s42, ref s43);
                }
                if (TTiles.Value > 5)
                {
                    var d5 = TLanes.Broadcast(k[step5]);
                    Accumulate(d5, f0, f1, f2, f3, ref s50, ref s51, ref s52, ref s53);
                }
            }
        }
        Store(output, s00, s01, s02, s03);
        if (TTiles.Value > 1)
        {
            Store(output + (1 * step), s10, s11, s12, s13);
        }
        if (TTiles.Value > 2)
        {
            Store(output + (2 * step), s20, s21, s22, s23);
        }
        if (TTiles.Value > 3)
        {
            Store(output + (3 * step), s30, s31, s32, s33);
        }
        if (TTiles.Value > 4)
        {
            Store(output + (4 * step), s40, s41, s42, s43);
        }
        if (TTiles.Value > 5)
        {
            Store(output + (5 * step), s50, s51, s52, s53);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Accumulate(
        TVector d,
        TVector f0,
        TVector f1,
        TVector f2,
        TVector f3,
        ref TVector s0,
        ref TVector s1,
        ref TVector s2,
        ref TVector s3
    )
    {
        s0 = TLanes.Fused(d, f0, s0);
        if (TRegisters.Value > 1)
        {
            s1 = TLanes.Fused(d, f1, s1);
        }
        if (TRegisters.Value > 2)
        {
            s2 = TLanes.Fused(d, f2, s2);
            s3 = TLanes.Fused(d, f3, s3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* output, TVector s0, TVector s1, TVector s2, TVector s3)
    {
        TLanes.Store(s0, output);
        if (TRegisters.Value > 1)
        {
            TLanes.Store(s1, output + TLanes.Count);
        }
        if (TRegisters.Value > 2)
        {
            TLanes.Store(s2, output + (2 * TLanes.Count));
            TLanes.Store(s3, output + (3 * TLanes.Count));
        }
    }
}
