namespace WFrame.Cpu.Kernels;

/// <summary>8 floats in a 256-bit register.</summary>
internal readonly unsafe struct Lanes256 : ILanes<Vector256<float>>
{
    public static int Count => Vector256<float>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(float* source) => Vector256.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> value, float* destination) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Broadcast(float value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Add(Vector256<float> a, Vector256<float> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Subtract(Vector256<float> a, Vector256<float> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Fused(Vector256<float> a, Vector256<float> b, Vector256<float> c) =>
        Vector256.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Max(Vector256<float> a, Vector256<float> b) => Vector256.MaxNative(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Abs(Vector256<float> a) => Vector256.Abs(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector256<float> a) => Vector256.Sum(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Greater(Vector256<float> a, Vector256<float> b) =>
        (uint)Vector256.GreaterThan(a, b).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ReadBits(byte* decisions, int channel) => decisions[(uint)channel / 8];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteBits(byte* decisions, int channel, uint bits) => decisions[(uint)channel / 8] = (byte)bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Keep(uint bits, Vector256<float> value)
    {
        var lane = Vector256.Create(1, 2, 4, 8, 16, 32, 64, 128);
        var set = Vector256.Equals(Vector256.Create((int)bits) & lane, lane).AsSingle();
        return Vector256.ConditionalSelect(set, value, Vector256<float>.Zero);
    }
}
