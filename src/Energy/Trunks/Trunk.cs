namespace WFrame.Trunks;

/// <summary>
/// A frozen feature extractor: a chain of convolutions, ReLUs and pools whose responses F(x), at the last layer or at
/// several, are the statistics of the model. Immutable; the default is VGG-16 up to conv2_2.
/// </summary>
public sealed partial class Trunk
{
    /// <summary>Builds a trunk from layers.</summary>
    public Trunk(string name, IReadOnlyList<TrunkLayer> layers, IReadOnlyList<float> mean, string sha256 = "")
    {
        (Name, Layers, Mean, Sha256) = (name, layers, mean, sha256);
        Channels = layers.OfType<ConvolutionLayer>().Last().Out;
        Taps = [.. TapsOf(layers)];
    }

    /// <summary>Name, for instance "vgg16_conv4".</summary>
    public string Name { get; }

    /// <summary>The layers, first to last.</summary>
    public IReadOnlyList<TrunkLayer> Layers { get; }

    /// <summary>What is subtracted from 0..255 pixel values, in the order B, G, R.</summary>
    public IReadOnlyList<float> Mean { get; }

    /// <summary>Lower-case hexadecimal sha256 of the ONNX file, empty for a trunk made in memory.</summary>
    public string Sha256 { get; }

    /// <summary>Channels C of the last layer's responses.</summary>
    public int Channels { get; }

    /// <summary>Where taps can be: name, index of the layer whose output is read, filters. The last is the trunk's end.</summary>
    internal IReadOnlyList<(string Layer, int Index, int Channels)> Taps { get; }

    /// <summary>The same trunk with the mean of each max-pool's window in place of its maximum.</summary>
    public Trunk WithAveragePools() =>
        new(
            Name,
            [
                .. Layers.Select(layer =>
                    layer is MaxPoolLayer pool
                        ? new AveragePoolLayer
                        {
                            Name = pool.Name,
                            Window = pool.Window,
                            CountIncludesPadding = false,
                        }
                        : layer
                ),
            ],
            Mean,
            Sha256
        )
        {
            Origin = Origin,
        };

    private static IEnumerable<(string Layer, int Index, int Channels)> TapsOf(IReadOnlyList<TrunkLayer> layers)
    {
        var (last, channels) = (-1, 3);
        for (var i = 0; i < layers.Count; i++)
        {
            if (layers[i] is ConvolutionLayer convolution)
            {
                channels = convolution.Out;
                last = i + 1 < layers.Count && layers[i + 1] is ReluLayer ? i + 1 : i;
                yield return (layers[i].Name, last, channels);
            }
        }
        if (last != layers.Count - 1)
        {
            yield return (layers[^1].Name, layers.Count - 1, channels);
        }
    }
}
