namespace WFrame.Pipeline;

/// <summary>Resampling kernels, each widened by the scale when shrinking (antialiased).</summary>
public enum ResampleFilter
{
    /// <summary>Area average when shrinking, nearest when enlarging.</summary>
    Box,

    /// <summary>Triangle, radius 1.</summary>
    Bilinear,

    /// <summary>Cubic with a = -0.5, radius 2.</summary>
    Bicubic,

    /// <summary>sinc(x) sinc(x/3), radius 3.</summary>
    Lanczos,
}
