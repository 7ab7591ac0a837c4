using WFrame.Responses;

namespace WFrame.Trunks;

/// <summary>
/// A frozen feature extractor: a chain of convolutions, ReLUs and pools whose last layer's responses F(x) are the
/// statistics of the model. Immutable; the default is VGG-16 up to conv2_2.
/// </summary>
public sealed partial class Trunk
{
    /// <summary>Builds a trunk from layers.</summary>
    public Trunk(string name, IReadOnlyList<TrunkLayer> layers, IReadOnlyList<float> mean, string sha256 = "")
    {
        (Name, Layers, Mean, Sha256) = (name, layers, mean, sha256);
        Channels = layers.OfType<ConvolutionLayer>().Last().Out;
    }

    /// <summary>Name, for instance "vgg16_conv4".</summary>
    public string Name { get; }

    /// <summary>The layers, first to last.</summary>
    public IReadOnlyList<TrunkLayer> Layers { get; }

    /// <summary>What is subtracted from 0..255 pixel values, in the order B, G, R.</summary>
    public IReadOnlyList<float> Mean { get; }

    /// <summary>Lower-case hexadecimal sha256 of the ONNX file, empty for a trunk made in memory.</summary>
    public string Sha256 { get; }

    /// <summary>Channels C of the responses.</summary>
    public int Channels { get; }

    /// <summary>Shape of F for images of <paramref name="size"/>.</summary>
    /// <exception cref="UsageException">The size is below 1, above what fits in memory, or too small for the trunk.</exception>
    public ResponseShape ResponsesFor(ImageSize size)
    {
        var (height, width) = (size.Height, size.Width);
        foreach (var layer in Layers)
        {
            var window = layer switch
            {
                ConvolutionLayer convolution => convolution.Window,
                MaxPoolLayer pool => pool.Window,
                AveragePoolLayer pool => pool.Window,
                _ => Window.Square(1, 1, 0),
            };
            (height, width) = (window.OutputHeight(height), window.OutputWidth(width));
            if (height < 1 || width < 1)
            {
                throw new UsageException(
                    $"Size {size} is too small for trunk {Name}: nothing is left after {layer.Name}; choose a larger size."
                );
            }
        }
        return new ResponseShape(Channels, height, width);
    }
}
