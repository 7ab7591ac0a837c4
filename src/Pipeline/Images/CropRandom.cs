namespace WFrame.Pipeline;

/// <summary>Uniform numbers of the jitter as a pure function of their coordinates.</summary>
internal static class CropRandom
{
    /// <returns>A number in [0, 1).</returns>
    public static double Uniform(ulong seed, int image, int crop, int element)
    {
        var state = Mix(seed + 0x9E3779B97F4A7C15UL);
        state = Mix(state ^ (((ulong)(uint)image << 32) | (uint)crop));
        return (Mix(state + (ulong)element) >> 11) * (1.0 / (1UL << 53));
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
