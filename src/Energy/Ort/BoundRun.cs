using Microsoft.ML.OnnxRuntime;
using WFrame.Graphs;
using WFrame.Responses;

namespace WFrame.Ort;

/// <summary>What a run's buffers depend on.</summary>
/// <param name="Kind">Which graph.</param>
/// <param name="Count">Images N.</param>
/// <param name="Size">Their size.</param>
/// <param name="ThetaCount">Thetas B.</param>
/// <param name="Layout">The taps.</param>
/// <param name="Groups">Whether each image is told which of the thetas is its own, so that none goes to a device twice.</param>
internal readonly record struct RunShape(
    GraphKind Kind,
    int Count,
    ImageSize Size,
    int ThetaCount,
    ResponseLayout Layout,
    bool Groups = false
);

/// <summary>
/// One graph bound to pinned buffers of one shape, so that a step allocates nothing here: fill <see cref="X"/> and
/// <see cref="Theta"/>, run, read the outputs.
/// </summary>
internal sealed class BoundRun : IDisposable
{
    private readonly InferenceSession session;
    private readonly OrtIoBinding binding;
    private readonly RunOptions options = new();
    private readonly List<OrtValue> values = [];
    private readonly List<(string Name, OrtValue Value)> inputs = [];
    private readonly bool ownMemory;

    public BoundRun(InferenceSession session, RunShape shape, OrtDevice device)
    {
        this.session = session;
        ownMemory = device.OwnMemory;
        binding = session.CreateIoBinding();
        var (count, size) = (shape.Count, shape.Size);
        X = Bind("x", true, count, 3, size.Height, size.Width);
        if (shape.Kind != GraphKind.Responses)
        {
            Theta = Bind("theta", true, shape.ThetaCount, shape.Layout);
            Group = shape.Groups ? BindGroup(count) : [];
            Gradient = Bind("gradient", false, count, 3, size.Height, size.Width);
        }
        if (shape.Kind != GraphKind.Gradient)
        {
            Responses = Bind("responses", false, count, shape.Layout);
        }
        if (shape.Kind == GraphKind.Penalty)
        {
            Penalty = Bind("penalty", false, count, shape.Layout);
        }
    }

    public float[] X { get; }

    /// <summary>Theta of each tap, [B, its numbers].</summary>
    public float[][] Theta { get; } = [];

    /// <summary>Which theta is each image's, [N]; empty where nothing needs to be told.</summary>
    public long[] Group { get; } = [];

    public float[] Gradient { get; } = [];

    /// <summary>Responses of each tap, [N,C,h,w].</summary>
    public float[][] Responses { get; } = [];

    /// <summary>P of each tap and position, [N,C,h,w].</summary>
    public float[][] Penalty { get; } = [];

    public void Run()
    {
        // A device with memory of its own gets a copy when an input is bound, and sees no later change.
        foreach (var (name, value) in ownMemory ? inputs : [])
        {
            binding.BindInput(name, value);
        }
        session.RunWithBinding(options, binding);
    }

    public void Dispose()
    {
        binding.Dispose();
        options.Dispose();
        foreach (var value in values)
        {
            value.Dispose();
        }
    }

    /// <summary>A value of each tap: an output is a map, the input theta perhaps one number a filter.</summary>
    private float[][] Bind(string name, bool input, int count, ResponseLayout layout)
    {
        return [.. layout.Taps.Select(Bound)];

        float[] Bound(ResponseTap tap)
        {
            var (height, width) = input && tap.Form == ThetaForm.Filter ? (1, 1) : (tap.Height, tap.Width);
            return Bind(GraphTaps.Name(name, tap.Layer, layout.Taps.Count), input, count, tap.Channels, height, width);
        }
    }

    private long[] BindGroup(int count)
    {
        var buffer = GC.AllocateUninitializedArray<long>(count, pinned: true);
        Bind(GraphTaps.Group, true, OrtValue.CreateTensorValueFromMemory(buffer, [count]));
        return buffer;
    }

    private float[] Bind(string name, bool input, params long[] shape)
    {
        var length = checked((int)shape.Aggregate(1L, (a, b) => checked(a * b)));
        var buffer = GC.AllocateUninitializedArray<float>(length, pinned: true);
        Bind(name, input, OrtValue.CreateTensorValueFromMemory(buffer, shape));
        return buffer;
    }

    private void Bind(string name, bool input, OrtValue value)
    {
        values.Add(value);
        if (input)
        {
            inputs.Add((name, value));
            binding.BindInput(name, value);
        }
        else
        {
            binding.BindOutput(name, value);
        }
    }
}
