using System.Runtime.ExceptionServices;
using Microsoft.ML.OnnxRuntime;
using WFrame.Engines;
using WFrame.Responses;
using WFrame.Trunks;

namespace WFrame.Ort;

/// <summary>
/// Runs exported gradient graphs in ONNX Runtime, for any trunk, on the CPU or a CUDA device. On the CPU each thread has
/// its own one-thread sessions and its own images; an image's values do not depend on which thread or batch it is in, so
/// any number of threads gives the same bytes.
/// </summary>
internal sealed class OrtEngine : IEnergyEngine, IEngineCapacity
{
    // Activations of a chunk stay near 256 MB however many chains there are, counted as below.
    private const long ChunkFloats = 64L << 20;

    // A GPU is kept busy by more images at once; the parts are halved where it has not the memory.
    private const long DeviceChunkFloats = 1L << 30;

    // Results of a call on a GPU: 1 GB of this machine's memory; the parts above bound the GPU's own.
    private const long DeviceNumbers = 1L << 28;
    private readonly OrtWorker[] workers;
    private readonly OrtDevice device;
    private readonly Dictionary<ImageSize, Chunks> chunks = [];

    /// <summary>Makes an engine.</summary>
    /// <param name="trunk">The trunk.</param>
    /// <param name="device">CPU or a CUDA device.</param>
    /// <param name="threads">CPU threads; 0: one a core. On CUDA one session is used.</param>
    /// <exception cref="UsageException">CUDA in a build without the GPU package.</exception>
    public OrtEngine(Trunk trunk, OrtDevice device, int threads)
    {
        OrtSessions.Require(device);
        Trunk = trunk;
        this.device = device;
        var count = device.Cuda is null ? (threads == 0 ? Environment.ProcessorCount : threads) : 1;
        var models = new LazyModels(trunk, unpool: device.Cuda is null);
        workers = [.. Enumerable.Range(0, count).Select(_ => new OrtWorker(models, device))];
        Description = device.Cuda is null
            ? string.Create(CultureInfo.InvariantCulture, $"ort-cpu ({count} sessions of 1 thread)")
            : device.ToString() + (device.Tf32 ? " (TF32)" : "");
    }

    public string Description { get; }

    public Trunk Trunk { get; }

    public int Threads => device.Cuda is null ? workers.Length : Environment.ProcessorCount;

    public int ImagesAtOnce => device.Cuda is null ? EngineCapacity.ImagesOfThread * Threads : int.MaxValue;

    public long NumbersAtOnce => device.Cuda is null ? EngineCapacity.Numbers : DeviceNumbers;

    public void Responses(
        PixelBatch x,
        ResponseLayout layout,
        Memory<float> responses,
        CancellationToken cancellation = default
    )
    {
        Trunk.Require(layout, x.Size);
        var length = layout.Length;
        Split(
            x,
            (worker, start, part) =>
                worker.Responses(part, layout, responses.Span.Slice(start * length, part.Count * length)),
            cancellation
        );
    }

    public void Statistics(
        PixelBatch x,
        ResponseLayout layout,
        Memory<float> statistics,
        CancellationToken cancellation = default
    )
    {
        Trunk.Require(layout, x.Size);
        var length = layout.ThetaLength;
        Split(
            x,
            (worker, start, part) =>
                worker.Statistics(part, layout, statistics.Span.Slice(start * length, part.Count * length)),
            cancellation
        );
    }

    public void Gradient(PixelBatch x, Theta theta, Memory<float> gradient, CancellationToken cancellation = default)
    {
        Check(x, theta);
        Split(
            x,
            (worker, start, part) =>
                worker.Gradient(
                    part,
                    new(theta, start, x.Count),
                    gradient.Span.Slice(start * x.Size.Dimension, part.Count * x.Size.Dimension)
                ),
            cancellation
        );
    }

    public void Evaluate(PixelBatch x, Theta theta, EnergyResults results, CancellationToken cancellation = default)
    {
        Check(x, theta);
        if (results.Count != x.Count || !results.Layout.Equals(theta.Layout))
        {
            throw new ArgumentException("The results were allocated for another batch.", nameof(results));
        }
        Split(
            x,
            (worker, start, part) => worker.Evaluate(part, new(theta, start, x.Count), results, start),
            cancellation
        );
    }

    public void Langevin(PixelBatch x, Theta theta, LangevinRun run, CancellationToken cancellation = default)
    {
        Check(x, theta);
        if (run.Chains.Count != x.Count)
        {
            throw new ArgumentException($"{run.Chains.Count} chain names given, {x.Count} needed.", nameof(run));
        }
        Split(
            x,
            (worker, start, part) => worker.Langevin(part, new(theta, start, x.Count), run, start, cancellation),
            cancellation
        );
    }

    public void Dispose()
    {
        foreach (var worker in workers)
        {
            worker.Dispose();
        }
    }

    private void Check(PixelBatch x, Theta theta)
    {
        Trunk.Require(theta.Layout, x.Size);
        _ = theta.GroupOf(0, x.Count);
    }

    /// <summary>Gives each worker a run of neighbouring images, in chunks that bound the memory.</summary>
    private void Split(PixelBatch x, Action<OrtWorker, int, PixelBatch> act, CancellationToken cancellation)
    {
        var perImage = 3L * x.Size.Area * Trunk.Layers.OfType<ConvolutionLayer>().Max(c => c.Out) / 3 * 4;
        if (device.Cuda is not null)
        {
            Halve(x, perImage, act, cancellation);
            return;
        }
        var largest = (int)Math.Clamp(ChunkFloats / Math.Max(1, perImage) / workers.Length, 1, x.Count);
        var used = Math.Min(workers.Length, x.Count);

        void Share(int w)
        {
            var (start, end) = ((int)((long)x.Count * w / used), (int)((long)x.Count * (w + 1) / used));
            for (; start < end; start += largest)
            {
                cancellation.ThrowIfCancellationRequested();
                act(workers[w], start, x.Slice(start, Math.Min(largest, end - start)));
            }
        }

        if (used == 1)
        {
            Share(0);
            return;
        }
        try
        {
            _ = Parallel.For(0, used, new ParallelOptions { MaxDegreeOfParallelism = used }, Share);
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(
                e.InnerExceptions.FirstOrDefault(i => i is not OperationCanceledException) ?? e.InnerExceptions[0]
            );
        }
    }

    /// <summary>Gives a device parts as large as its memory holds.</summary>
    private void Halve(
        PixelBatch x,
        long perImage,
        Action<OrtWorker, int, PixelBatch> act,
        CancellationToken cancellation
    )
    {
        var worker = workers[0];
        if (!chunks.TryGetValue(x.Size, out var parts))
        {
            parts = new((int)Math.Clamp(DeviceChunkFloats / Math.Max(1, perImage), 1, int.MaxValue));
            chunks[x.Size] = parts;
        }
        parts.Run(
            0,
            x.Count,
            (start, count) =>
            {
                cancellation.ThrowIfCancellationRequested();
                act(worker, start, x.Slice(start, count));
            },
            e =>
            {
                var full = e is OnnxRuntimeException && CudaErrors.IsOutOfMemory(e.Message);
                if (full)
                {
                    worker.Forget();
                }
                return full;
            }
        );
    }
}
