using System.Numerics.Tensors;

namespace WFrame.Textures;

/// <summary>
/// Luminance and two colour differences, an orthonormal basis of B, G, R. Details are compared along these: of channels
/// that have the right details each, but not together, come coloured grains.
/// </summary>
internal static class OpponentColours
{
    private static readonly float[][] Axes =
    [
        [1 / MathF.Sqrt(3), 1 / MathF.Sqrt(3), 1 / MathF.Sqrt(3)],
        [1 / MathF.Sqrt(2), 0, -1 / MathF.Sqrt(2)],
        [1 / MathF.Sqrt(6), -2 / MathF.Sqrt(6), 1 / MathF.Sqrt(6)],
    ];

    /// <summary>An image along one axis.</summary>
    /// <param name="image">[3,H,W], B, G, R.</param>
    /// <param name="axis">0: luminance; 1 and 2: colour differences.</param>
    /// <param name="plane">Receives [H,W].</param>
    public static void Read(ReadOnlySpan<float> image, int axis, Span<float> plane)
    {
        var weights = Axes[axis];
        TensorPrimitives.Multiply(image[..plane.Length], weights[0], plane);
        for (var c = 1; c < 3; c++)
        {
            TensorPrimitives.MultiplyAdd(image.Slice(c * plane.Length, plane.Length), weights[c], plane, plane);
        }
    }

    /// <summary>Adds a plane along one axis to an image, or the gradient of the plane to that of the image.</summary>
    public static void Add(ReadOnlySpan<float> plane, int axis, Span<float> image)
    {
        for (var c = 0; c < 3; c++)
        {
            var channel = image.Slice(c * plane.Length, plane.Length);
            TensorPrimitives.MultiplyAdd(plane, Axes[axis][c], channel, channel);
        }
    }
}
