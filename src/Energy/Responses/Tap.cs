namespace WFrame.Responses;

/// <summary>A layer whose responses the energy reads, at any image size.</summary>
/// <param name="Layer">
/// A convolution's name, such as "conv2_2": what leaves its ReLU, before a pool. Where a trunk ends with a pool, the
/// pool's name is its end.
/// </param>
/// <param name="Form">Whether theta has a number for each response of the layer, or one for each filter.</param>
public sealed record Tap(string Layer, ThetaForm Form);

/// <summary>A tap at one image size: the shape [C,h,w] of its F, and where its F and theta lie among those of all taps.</summary>
/// <param name="Layer">Name of the layer, see <see cref="Tap"/>.</param>
/// <param name="LayerIndex">Index, among the trunk's layers, of the layer whose output is read.</param>
/// <param name="Form">Form of its theta.</param>
/// <param name="Channels">Filters C (128 for VGG-16 conv2_2).</param>
/// <param name="Height">Rows h of the response map.</param>
/// <param name="Width">Columns w of the response map.</param>
/// <param name="Offset">First of its numbers in the F of an image.</param>
/// <param name="ThetaOffset">First of its numbers in the theta of a group, and in the P of an image.</param>
public sealed record ResponseTap(
    string Layer,
    int LayerIndex,
    ThetaForm Form,
    int Channels,
    int Height,
    int Width,
    int Offset,
    int ThetaOffset
)
{
    /// <summary>Positions of one filter, h*w.</summary>
    public int Positions => checked(Height * Width);

    /// <summary>Responses of one image, C*h*w.</summary>
    public int Length => checked(Channels * Height * Width);

    /// <summary>Numbers of theta of one group: C*h*w or C.</summary>
    public int ThetaLength => Form == ThetaForm.Spatial ? Length : Channels;

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Layer} [{Channels},{Height},{Width}] ({Form})");
}
