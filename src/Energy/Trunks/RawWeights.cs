namespace WFrame.Trunks;

/// <summary>
/// Trunks kept as raw little-endian float32 files of VGG form: conv{block}_{index}_W.f32 (OIHW) and conv{block}_{index}_b.f32;
/// stride 1, same padding, ReLU after each convolution, a 2x2 max-pool between blocks.
/// </summary>
internal static class RawWeights
{
    private const string FirstLayers = "vgg16-conv4";

    /// <summary>
    /// Reads a folder; if it lacks conv1_1 the sibling folder "vgg16-conv4" supplies the first layers. Shapes follow from the
    /// lengths: outputs from the bias, inputs from the layer before, a square kernel from the rest.
    /// </summary>
    /// <exception cref="InvalidContentException">No layers, or lengths that do not fit together.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static Trunk Read(string folder)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        var folders = File.Exists(Path.Combine(folder, "conv1_1_W.f32"))
            ? new[] { folder }
            : [Path.Combine(folder, "..", FirstLayers), folder];
        var layers = new List<TrunkLayer>();
        var names = new TrunkNames();
        var channels = 3;
        for (var block = 1; ; block++)
        {
            for (var index = 1; Find(folders, block, index) is { } file; index++)
            {
                if (block > 1 && index == 1)
                {
                    layers.Add(new MaxPoolLayer { Name = names.Pool(), Window = Window.Square(2, 2, 0) });
                }
                var convolution = Convolution(file, names.Convolution(), channels);
                channels = convolution.Out;
                layers.Add(convolution);
                layers.Add(new ReluLayer { Name = names.Relu() });
            }
            if (Find(folders, block + 1, 1) is null)
            {
                break;
            }
        }
        return layers.Count > 0
            ? new Trunk(name.Replace('-', '_'), layers, Trunk.VggMean)
            {
                Origin = name.StartsWith("vgg16-", StringComparison.Ordinal) ? TrunkOrigin.Vgg16 : null,
            }
            : throw new InvalidContentException(
                $"{folder} holds no raw weights; conv1_1_W.f32 and its like are needed."
            );
    }

    private static string? Find(string[] folders, int block, int index)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"conv{block}_{index}");
        return folders.Select(f => Path.Combine(f, name)).FirstOrDefault(f => File.Exists(f + "_W.f32"));
    }

    private static ConvolutionLayer Convolution(string path, string name, int channels)
    {
        var (kernel, bias) = (Floats(path + "_W.f32"), Floats(path + "_b.f32"));
        var area = bias.Length == 0 ? 0 : kernel.Length / bias.Length / channels;
        var side = (int)Math.Round(Math.Sqrt(area));
        return side > 0 && (long)side * side * channels * bias.Length == kernel.Length
            ? new ConvolutionLayer
            {
                Name = name,
                In = channels,
                Out = bias.Length,
                Window = Window.Square(side, 1, (side - 1) / 2),
                Kernel = kernel,
                Bias = bias,
            }
            : throw new InvalidContentException(
                $"{path}_W.f32 holds {kernel.Length} weights, which is no square kernel of {bias.Length} outputs and {channels} inputs."
            );
    }

    private static float[] Floats(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var values = MemoryMarshal.Cast<byte, float>(bytes).ToArray();
        return bytes.Length % 4 == 0 && Array.TrueForAll(values, float.IsFinite)
            ? values
            : throw new InvalidContentException($"{path} is truncated or holds a weight that is not finite.");
    }
}
