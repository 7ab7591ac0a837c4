namespace WFrame.Images.Geometry;

/// <summary>Resampling kernels, each widened by the scale when shrinking (antialiased).</summary>
public enum ResampleFilter
{
    /// <summary>Average of the whole source pixels whose centres fall into a target pixel; nearest when enlarging.</summary>
    Box,

    /// <summary>Triangle, radius 1.</summary>
    Bilinear,

    /// <summary>Cubic with a = -0.5, radius 2.</summary>
    Bicubic,

    /// <summary>sinc(x) sinc(x/3), radius 3.</summary>
    Lanczos,

    /// <summary>Average over exactly the area a target pixel covers, source pixels at its edges in part. Not one of Pillow's.</summary>
    Area,
}
