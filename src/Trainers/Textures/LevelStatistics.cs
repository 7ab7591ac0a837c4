using System.Text.Json.Serialization;
using WFrame.Textures.Spectra;

namespace WFrame.Textures;

/// <summary>
/// What a texture keeps of the photographs at one level of the pyramid: the observed statistics, which together determine
/// the model, since it is of exponential form, and the units they are measured in.
/// </summary>
internal sealed record LevelStatistics
{
    /// <summary>Layers that are read, in the order of the trunk.</summary>
    public required string[] Layers { get; init; }

    /// <summary>Mean response of each filter over the photographs' interior, layer after layer.</summary>
    public required double[] Observed { get; init; }

    /// <summary>
    /// Unit of each: the root mean square of the filter, and a tenth of its layer's mean of that. By the mean, a filter that
    /// fires seldom would get a huge gain.
    /// </summary>
    public required double[] Scales { get; init; }

    /// <summary>What the pixels themselves say.</summary>
    public required PixelStatistics Pixels { get; init; }

    /// <summary>Grey levels below which (i + 1/2) / n of a channel's pixels lie, minus the mean, [3][n] B, G, R.</summary>
    public required float[][] Quantiles { get; init; }

    /// <summary>
    /// Power of the photographs in bands of radial frequency (<see cref="RadialPower"/>), of the finest level; null of coarser
    /// ones, and in files of earlier versions.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double[][]? Power { get; init; }

    /// <summary><see cref="Scales"/> of the filters of one layer.</summary>
    /// <param name="rms">Root mean square of each.</param>
    public static IEnumerable<double> ScalesOf(double[] rms)
    {
        var floor = (0.1 * rms.Average()) + 1e-3;
        return rms.Select(r => r + floor);
    }
}
