using Microsoft.ML.OnnxRuntime;
using WFrame.Engines;
using WFrame.Graphs;

namespace WFrame.Ort;

/// <summary>
/// Langevin steps on a device with memory of its own: x and theta go there once, x stays there from step to step and comes
/// back with the last one; a step brings noise and nothing else. The noise of the next step is made while one is taken.
/// </summary>
internal sealed class BoundSteps : IDisposable
{
    private readonly InferenceSession session;
    private readonly OrtIoBinding binding;
    private readonly OrtMemoryInfo memory;
    private readonly RunOptions options = new();
    private readonly int count;
    private readonly int dimension;
    private readonly (float[] Buffer, OrtValue Value) state;
    private readonly (float[] Buffer, OrtValue Value)[] noise;
    private readonly (float[] Buffer, OrtValue Value)[] coefficients;
    private readonly (float[] Buffer, OrtValue Value)[] theta;
    private readonly string[] thetaNames;
    private readonly long[] group = [];
    private readonly OrtValue? groups;

    public BoundSteps(InferenceSession session, RunShape shape, OrtDevice device)
    {
        this.session = session;
        (count, dimension) = (shape.Count, shape.Size.Dimension);
        binding = session.CreateIoBinding();
        memory = new OrtMemoryInfo(
            device.Cuda is null ? OrtMemoryInfo.allocatorCPU : OrtMemoryInfo.allocatorCUDA,
            OrtAllocatorType.DeviceAllocator,
            device.Cuda ?? 0,
            OrtMemType.Default
        );
        long[] images = [count, 3, shape.Size.Height, shape.Size.Width];
        state = Tensor(images);
        noise = [Tensor(images), Tensor(images)];
        coefficients = [Tensor(1), Tensor(1), Tensor(1)];
        if (shape.Groups)
        {
            group = GC.AllocateUninitializedArray<long>(count, pinned: true);
            groups = OrtValue.CreateTensorValueFromMemory(group, [count]);
        }
        var taps = shape.Layout.Taps;
        thetaNames = [.. taps.Select(tap => GraphTaps.Name("theta", tap.Layer, taps.Count))];
        theta =
        [
            .. taps.Select(tap =>
                tap.Form == ThetaForm.Filter
                    ? Tensor(shape.ThetaCount, tap.Channels, 1, 1)
                    : Tensor(shape.ThetaCount, tap.Channels, tap.Height, tap.Width)
            ),
        ];
    }

    /// <summary>Takes all steps; <paramref name="x"/> changes when all are done, or not at all.</summary>
    public void Run(PixelBatch x, ThetaSlice slice, LangevinRun langevin, int start, CancellationToken cancellation)
    {
        if (langevin.Steps == 0)
        {
            return;
        }
        x.Values.Span.CopyTo(state.Buffer);
        slice.CopyTo([.. theta.Select(t => t.Buffer)], group);
        var (a, b, c) = langevin.Coefficients;
        (coefficients[0].Buffer[0], coefficients[1].Buffer[0], coefficients[2].Buffer[0]) = (a, b, c);
        // An input is copied to the device when it is bound.
        binding.BindInput("x", state.Value);
        foreach (var (name, (_, value)) in thetaNames.Zip(theta).Concat(new[] { "a", "b", "c" }.Zip(coefficients)))
        {
            binding.BindInput(name, value);
        }
        if (groups is not null)
        {
            binding.BindInput(GraphTaps.Group, groups);
        }
        try
        {
            Fill(langevin, start, step: 0);
            for (var step = 0; step < langevin.Steps; step++)
            {
                cancellation.ThrowIfCancellationRequested();
                Step(langevin, start, step);
            }
        }
        finally
        {
            // What they hold on the device is free for the next call.
            binding.ClearBoundInputs();
            binding.ClearBoundOutputs();
        }
        state.Buffer.CopyTo(x.Values.Span);
    }

    public void Dispose()
    {
        binding.Dispose();
        options.Dispose();
        memory.Dispose();
        groups?.Dispose();
        foreach (var (_, value) in (IEnumerable<(float[], OrtValue)>)[state, .. noise, .. coefficients, .. theta])
        {
            value.Dispose();
        }
    }

    private void Step(LangevinRun langevin, int start, int step)
    {
        var last = step + 1 == langevin.Steps;
        binding.BindInput("z", noise[step % 2].Value);
        if (last)
        {
            binding.BindOutput("next", state.Value);
        }
        else
        {
            // Anew each time: a step must not be written over the one that it reads.
            binding.BindOutputToDevice("next", memory);
        }
        var filling = last ? Task.CompletedTask : Task.Run(() => Fill(langevin, start, step + 1));
        try
        {
            session.RunWithBinding(options, binding);
        }
        finally
        {
            filling.Wait();
        }
        if (!last)
        {
            using var outputs = binding.GetOutputValues();
            binding.BindInput("x", outputs[0]);
        }
    }

    private void Fill(LangevinRun langevin, int start, int step)
    {
        var buffer = noise[step % 2].Buffer;
        if (langevin.Coefficients.Noise == 0)
        {
            // No noise adds -0, which changes no number, not even the sign of a zero.
            buffer.AsSpan().Fill(-0f);
            return;
        }
        _ = Parallel.For(
            0,
            count,
            i =>
                langevin.Noise.Fill(
                    langevin.Chains[start + i],
                    langevin.Iteration,
                    langevin.FirstStep + step,
                    buffer.AsSpan(i * dimension, dimension)
                )
        );
    }

    private static (float[] Buffer, OrtValue Value) Tensor(params long[] shape)
    {
        var length = checked((int)shape.Aggregate(1L, (a, b) => checked(a * b)));
        var buffer = GC.AllocateUninitializedArray<float>(length, pinned: true);
        return (buffer, OrtValue.CreateTensorValueFromMemory(buffer, shape));
    }
}
