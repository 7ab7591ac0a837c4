namespace WFrame.Responses;

/// <summary>Shape [C,h,w] of the filter responses F(x) of one image.</summary>
/// <param name="Channels">Filters of the trunk's last layer (128 for VGG-16 conv2_2).</param>
/// <param name="Height">Rows of the response map.</param>
/// <param name="Width">Columns of the response map.</param>
public readonly record struct ResponseShape(int Channels, int Height, int Width)
{
    /// <summary>Positions of one filter, h*w.</summary>
    public int Positions => checked(Height * Width);

    /// <summary>Responses of one image, C*h*w.</summary>
    public int Length => checked(Channels * Height * Width);
}
