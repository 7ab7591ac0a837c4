using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;
using WFrame.Engines;
using WFrame.Responses;

namespace WFrame.Ort;

/// <summary>The theta of each image of a part of a batch.</summary>
/// <param name="Theta">All groups.</param>
/// <param name="Start">First image of the part.</param>
/// <param name="Count">Images of the whole batch.</param>
internal readonly record struct ThetaSlice(Theta Theta, int Start, int Count)
{
    public ReadOnlySpan<float> Of(int image) => Theta.Group(GroupOf(image));

    /// <summary>Groups that the first images of the part are of.</summary>
    public int Groups(int images) => GroupOf(images - 1) - GroupOf(0) + 1;

    /// <summary>
    /// Fills a buffer of each tap, [B, its numbers]: with the thetas of the images, or, where <paramref name="group"/> has room for
    /// the places of theirs among them, [N], with those of the groups.
    /// </summary>
    public void CopyTo(float[][] taps, long[] group)
    {
        foreach (var (tap, values) in Theta.Layout.Taps.Zip(taps))
        {
            for (var i = 0; i < values.Length / tap.ThetaLength; i++)
            {
                var theta = group.Length == 0 ? Of(i) : Theta.Group(GroupOf(0) + i);
                theta.Slice(tap.ThetaOffset, tap.ThetaLength).CopyTo(values.AsSpan(i * tap.ThetaLength));
            }
        }
        for (var i = 0; i < group.Length; i++)
        {
            group[i] = GroupOf(i) - GroupOf(0);
        }
    }

    private int GroupOf(int image) => Theta.GroupOf(Start + image, Count);
}

/// <summary>One thread's share of an engine: its sessions, each opened on first use, and buffers. Not thread-safe.</summary>
internal sealed class OrtWorker(LazyModels models, OrtDevice device) : IDisposable
{
    // Shapes seen lately; a caller alternates between few (steps, evaluation, a shorter last chunk of each).
    private const int KeptShapes = 8;
    private readonly Dictionary<GraphKey, InferenceSession> sessions = [];
    private readonly Dictionary<RunShape, BoundRun> runs = [];
    private readonly Dictionary<RunShape, BoundSteps> steps = [];
    private float[] noise = [];

    public void Responses(PixelBatch x, ResponseLayout layout, Span<float> responses)
    {
        var run = Bound(new(GraphKind.Responses, x.Count, x.Size, 0, layout));
        x.Values.Span.CopyTo(run.X);
        run.Run();
        for (var i = 0; i < x.Count; i++)
        {
            CopyResponses(run, layout, i, responses.Slice(i * layout.Length, layout.Length));
        }
    }

    public void Statistics(PixelBatch x, ResponseLayout layout, Span<float> statistics)
    {
        var run = Bound(new(GraphKind.Responses, x.Count, x.Size, 0, layout));
        x.Values.Span.CopyTo(run.X);
        run.Run();
        for (var i = 0; i < x.Count; i++)
        {
            var image = statistics.Slice(i * layout.ThetaLength, layout.ThetaLength);
            foreach (var (tap, values) in layout.Taps.Zip(run.Responses))
            {
                var own = values.AsSpan(i * tap.Length, tap.Length);
                CopyOrSum(own, image.Slice(tap.ThetaOffset, tap.ThetaLength), tap);
            }
        }
    }

    public void Gradient(PixelBatch x, ThetaSlice theta, Span<float> gradient)
    {
        var run = Prepared(GraphKind.Gradient, x, theta);
        run.Run();
        run.Gradient.CopyTo(gradient);
    }

    public void Evaluate(PixelBatch x, ThetaSlice theta, EnergyResults results, int start)
    {
        var run = Prepared(GraphKind.Penalty, x, theta);
        run.Run();
        run.Gradient.CopyTo(results.Gradient.AsSpan(start * x.Size.Dimension));
        var layout = results.Layout;
        for (var i = 0; i < x.Count; i++)
        {
            var responses = results.Responses.AsSpan((start + i) * layout.Length, layout.Length);
            CopyResponses(run, layout, i, responses);
            results.Phi[start + i] = Energy.Phi(theta.Of(i), responses, layout);
            var penalty = results.Penalty.AsSpan((start + i) * layout.ThetaLength, layout.ThetaLength);
            foreach (var (tap, values) in layout.Taps.Zip(run.Penalty))
            {
                var own = values.AsSpan(i * tap.Length, tap.Length);
                CopyOrSum(own, penalty.Slice(tap.ThetaOffset, tap.ThetaLength), tap);
            }
        }
    }

    /// <summary>All steps of some chains, which no other worker touches: chains need not wait for each other.</summary>
    public void Langevin(
        PixelBatch x,
        ThetaSlice theta,
        LangevinRun langevin,
        int start,
        CancellationToken cancellation
    )
    {
        if (device.OwnMemory)
        {
            Steps(Shape(GraphKind.Step, x, theta)).Run(x, theta, langevin, start, cancellation);
            return;
        }
        var run = Prepared(GraphKind.Gradient, x, theta);
        var (a, b, c) = langevin.Coefficients;
        var dimension = x.Size.Dimension;
        if (noise.Length != dimension)
        {
            noise = new float[dimension];
        }
        for (var step = 0; step < langevin.Steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            run.Run();
            for (var i = 0; i < x.Count; i++)
            {
                var state = run.X.AsSpan(i * dimension, dimension);
                var gradient = run.Gradient.AsSpan(i * dimension, dimension);
                TensorPrimitives.Multiply(state, a, state);
                TensorPrimitives.MultiplyAdd(gradient, b, state, state);
                if (c != 0)
                {
                    langevin.Noise.Fill(
                        langevin.Chains[start + i],
                        langevin.Iteration,
                        langevin.FirstStep + step,
                        noise
                    );
                    TensorPrimitives.MultiplyAdd(noise, c, state, state);
                }
            }
            // The caller may look at x after a cancellation or an error: it always holds a whole step.
            run.X.CopyTo(x.Values.Span);
        }
    }

    public void Dispose()
    {
        Forget();
        foreach (var session in sessions.Values)
        {
            session.Dispose();
        }
    }

    private BoundRun Prepared(GraphKind kind, PixelBatch x, ThetaSlice theta)
    {
        var run = Bound(Shape(kind, x, theta));
        x.Values.Span.CopyTo(run.X);
        theta.CopyTo(run.Theta, run.Group);
        return run;
    }

    private RunShape Shape(GraphKind kind, PixelBatch x, ThetaSlice theta)
    {
        // Where theta need not travel an image's own is read in place, which takes no node of the graph.
        var groups = theta.Groups(x.Count);
        var told = device.OwnMemory && groups > 1;
        var thetas = groups == 1 || told ? groups : x.Count;
        return new(kind, x.Count, x.Size, thetas, theta.Theta.Layout, told);
    }

    private BoundRun Bound(RunShape shape) => Kept(runs, shape, session => new BoundRun(session, shape, device));

    private BoundSteps Steps(RunShape shape) => Kept(steps, shape, session => new BoundSteps(session, shape, device));

    private T Kept<T>(Dictionary<RunShape, T> kept, RunShape shape, Func<InferenceSession, T> make)
    {
        if (kept.TryGetValue(shape, out var run))
        {
            return run;
        }
        if (runs.Count + steps.Count >= KeptShapes)
        {
            Forget();
        }
        return kept[shape] = make(Session(shape));
    }

    private InferenceSession Session(RunShape shape)
    {
        var key = GraphKey.Of(shape);
        if (!sessions.TryGetValue(key, out var session))
        {
            sessions[key] = session = OrtSessions.Open(models.Get(shape), device);
        }
        return session;
    }

    private static void CopyResponses(BoundRun run, ResponseLayout layout, int image, Span<float> responses)
    {
        foreach (var (tap, values) in layout.Taps.Zip(run.Responses))
        {
            values.AsSpan(image * tap.Length, tap.Length).CopyTo(responses[tap.Offset..]);
        }
    }

    /// <summary>F or P of one image: as it is, or summed over positions, in double, where one number a filter is wanted.</summary>
    private static void CopyOrSum(ReadOnlySpan<float> values, Span<float> destination, ResponseTap tap)
    {
        if (tap.Form == ThetaForm.Spatial)
        {
            values.CopyTo(destination);
            return;
        }
        for (var c = 0; c < destination.Length; c++)
        {
            destination[c] = (float)Energy.Sum(values.Slice(c * tap.Positions, tap.Positions));
        }
    }

    /// <summary>Gives back the buffers of all shapes.</summary>
    public void Forget()
    {
        foreach (var run in runs.Values.Concat<IDisposable>(steps.Values))
        {
            run.Dispose();
        }
        runs.Clear();
        steps.Clear();
    }
}
