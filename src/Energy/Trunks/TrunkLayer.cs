namespace WFrame.Trunks;

/// <summary>One layer of a trunk; a trunk is a chain of these.</summary>
public abstract record TrunkLayer
{
    /// <summary>Name for messages, for instance "conv1_2".</summary>
    public required string Name { get; init; }
}

/// <summary>Cross-correlation with bias, group 1: kernel [Out,In,KernelHeight,KernelWidth], zero padding.</summary>
public sealed record ConvolutionLayer : TrunkLayer
{
    /// <summary>Output channels.</summary>
    public required int Out { get; init; }

    /// <summary>Input channels.</summary>
    public required int In { get; init; }

    /// <summary>Window: kernel size, strides, pads.</summary>
    public required Window Window { get; init; }

    /// <summary>Kernel, OIHW.</summary>
    public required float[] Kernel { get; init; }

    /// <summary>Bias, [Out].</summary>
    public required float[] Bias { get; init; }
}

/// <summary>max(0, x); derivative 0 at 0.</summary>
public sealed record ReluLayer : TrunkLayer;

/// <summary>Maximum over a window; the first maximum in row-major order wins.</summary>
public sealed record MaxPoolLayer : TrunkLayer
{
    /// <summary>Window: size, strides, pads (padding never wins).</summary>
    public required Window Window { get; init; }
}

/// <summary>Mean over a window.</summary>
public sealed record AveragePoolLayer : TrunkLayer
{
    /// <summary>Window: size, strides, pads.</summary>
    public required Window Window { get; init; }

    /// <summary>Whether padding counts in the divisor (ONNX count_include_pad).</summary>
    public required bool CountIncludesPadding { get; init; }
}

/// <summary>A sliding window: size, strides and the padding on each side, in pixels.</summary>
public readonly record struct Window(
    int Height,
    int Width,
    int StrideY,
    int StrideX,
    int Top,
    int Left,
    int Bottom,
    int Right
)
{
    /// <summary>Square window with equal strides and pads.</summary>
    public static Window Square(int size, int stride, int pad) => new(size, size, stride, stride, pad, pad, pad, pad);

    /// <summary>Output rows for <paramref name="height"/> input rows (rounded down); 0 or less: too small.</summary>
    public int OutputHeight(int height) => OutputLength(height + Top + Bottom - Height, StrideY);

    /// <summary>Output columns for <paramref name="width"/> input columns (rounded down).</summary>
    public int OutputWidth(int width) => OutputLength(width + Left + Right - Width, StrideX);

    private static int OutputLength(int room, int stride) => room < 0 ? 0 : (room / stride) + 1;
}
