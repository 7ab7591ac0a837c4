using WFrame.Noise;

namespace WFrame.Images.Geometry;

/// <summary>Uniform numbers of the jitter as a pure function of their coordinates.</summary>
internal static class CropRandom
{
    /// <returns>A number in [0, 1).</returns>
    public static double Uniform(ulong seed, int image, int crop, int element) =>
        new CounterRandom(seed, RandomPurpose.Crop).Uniform(0, crop, image, 0, element);
}
