namespace WFrame.Ort;

/// <summary>Where ONNX Runtime runs: the CPU, or a CUDA device by its number.</summary>
/// <param name="Cuda">Number of the CUDA device, or null for the CPU.</param>
internal readonly record struct OrtDevice(int? Cuda)
{
    public static OrtDevice Cpu => default;

    public override string ToString() =>
        Cuda is { } index ? string.Create(CultureInfo.InvariantCulture, $"cuda:{index}") : "ort-cpu";
}
