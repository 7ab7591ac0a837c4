namespace WFrame.Cpu.Kernels;

/// <summary>Picks the micro-kernel for a panel's number of registers.</summary>
internal static unsafe class PanelProduct<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Multiply(
        PanelShape shape,
        int tiles,
        in Operand input,
        float* kernel,
        float* output,
        nint outputStep
    )
    {
        switch (shape.Registers)
        {
            case 4:
                MicroKernel<TLanes, TVector, Four>.Multiply(tiles, input, kernel, output, outputStep);
                break;
            case 2:
                MicroKernel<TLanes, TVector, Two>.Multiply(tiles, input, kernel, output, outputStep);
                break;
            default:
                MicroKernel<TLanes, TVector, One>.Multiply(tiles, input, kernel, output, outputStep);
                break;
        }
    }
}
