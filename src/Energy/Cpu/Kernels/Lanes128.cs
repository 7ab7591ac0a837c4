namespace WFrame.Cpu.Kernels;

/// <summary>4 floats in a 128-bit register.</summary>
internal readonly unsafe struct Lanes128 : ILanes<Vector128<float>>
{
    public static int Count => Vector128<float>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load(float* source) => Vector128.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<float> value, float* destination) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Broadcast(float value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Add(Vector128<float> a, Vector128<float> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Subtract(Vector128<float> a, Vector128<float> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Fused(Vector128<float> a, Vector128<float> b, Vector128<float> c) =>
        Vector128.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Max(Vector128<float> a, Vector128<float> b) => Vector128.MaxNative(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Abs(Vector128<float> a) => Vector128.Abs(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector128<float> a) => Vector128.Sum(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Greater(Vector128<float> a, Vector128<float> b) =>
        (uint)Vector128.GreaterThan(a, b).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ReadBits(byte* decisions, int channel) =>
        ((uint)decisions[(uint)channel / 8] >> (channel & 4)) & 0xF;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteBits(byte* decisions, int channel, uint bits)
    {
        // Two registers share a byte.
        var place = decisions + ((uint)channel / 8);
        *place = (byte)((*place & (0xF0u >> (channel & 4))) | (bits << (channel & 4)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Keep(uint bits, Vector128<float> value)
    {
        var lane = Vector128.Create(1, 2, 4, 8);
        var set = Vector128.Equals(Vector128.Create((int)bits) & lane, lane).AsSingle();
        return Vector128.ConditionalSelect(set, value, Vector128<float>.Zero);
    }
}
