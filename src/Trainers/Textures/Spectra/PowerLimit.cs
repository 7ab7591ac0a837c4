using System.Numerics.Tensors;

namespace WFrame.Textures.Spectra;

/// <summary>
/// Takes from an image what it has of fine detail beyond the photographs. The Langevin noise leaves a grain of some grey
/// levels; a photograph that was enlarged, smoothed by JPEG or out of focus has nothing there that would hide it.
/// </summary>
internal static class PowerLimit
{
    /// <summary>First band that is looked at, from 1/4 cycle a pixel: what is coarser was drawn at a coarser level.</summary>
    private const int First = 4;

    /// <summary>
    /// Power in the photographs' that is left as it is. Beyond it the gain is the root of this share, so that it begins at 1.
    /// </summary>
    private const double Most = 1.2;

    /// <summary>Added to each power: rounding to whole grey levels has 1/12 of its own.</summary>
    private const double Rounding = 0.1;

    /// <summary>Changes an image in place, where it exceeds.</summary>
    /// <param name="image">[1,3,H,W], wrapped around.</param>
    /// <param name="observed">Power of the photographs (<see cref="RadialPower.Of"/>).</param>
    public static void Apply(PixelBatch image, double[][] observed)
    {
        var (before, plane) = (new float[image.Size.Area], new float[image.Size.Area]);
        for (var axis = 0; axis < observed.Length; axis++)
        {
            OpponentColours.Read(image.Values.Span, axis, before);
            var spectrum = new PlaneSpectrum(before, image.Size);
            var power = spectrum.Power();
            double[] gains = [.. power.Select((p, band) => Gain(band, p, observed[axis][band]))];
            if (Array.TrueForAll(gains, gain => gain == 1))
            {
                continue;
            }
            spectrum.Scale(gains);
            spectrum.Invert(plane);
            TensorPrimitives.Subtract(plane, before, plane);
            OpponentColours.Add(plane, axis, image.Values.Span);
        }
    }

    private static double Gain(int band, double power, double observed)
    {
        var ratio = (power + Rounding) / (observed + Rounding);
        return band >= First && ratio > Most ? Math.Sqrt(Most / ratio) : 1;
    }
}
