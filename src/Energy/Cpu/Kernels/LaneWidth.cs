namespace WFrame.Cpu.Kernels;

/// <summary>Width of the vector registers that kernels use.</summary>
public enum LaneWidth
{
    /// <summary>4 floats: NEON, or processors without AVX2.</summary>
    Bits128 = 0,

    /// <summary>8 floats: AVX2.</summary>
    Bits256 = 1,

    /// <summary>16 floats: AVX-512.</summary>
    Bits512 = 2,
}

/// <summary>What this processor offers.</summary>
internal static class LaneWidths
{
    public static LaneWidth Widest =>
        Vector512.IsHardwareAccelerated ? LaneWidth.Bits512
        : Vector256.IsHardwareAccelerated ? LaneWidth.Bits256
        : LaneWidth.Bits128;

    /// <summary>Floats of one register: 4, 8 or 16.</summary>
    public static int Lanes(this LaneWidth width) => 4 << (int)width;
}
