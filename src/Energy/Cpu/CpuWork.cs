using System.Numerics.Tensors;
using WFrame.Cpu.Kernels;
using WFrame.Cpu.Passes;
using WFrame.Responses;

namespace WFrame.Cpu;

/// <summary>What is done for one run of chains, by one thread or by several that share them.</summary>
internal static class CpuWork
{
    public static void Responses(IChainPasses passes, CpuRequest request, int first, int count)
    {
        SetImages(passes, request, first, count);
        passes.Forward(count, Part(request.Output.Span, request.Images.Count, first, count));
    }

    public static void Statistics(IChainPasses passes, CpuRequest request, int first, int count)
    {
        SetImages(passes, request, first, count);
        passes.Statistics(count, Part(request.Output.Span, request.Images.Count, first, count));
    }

    public static void Gradient(IChainPasses passes, CpuRequest request, int first, int count)
    {
        SetImages(passes, request, first, count);
        passes.Forward(count, []);
        passes.Backward(count, request.Seeds.From(first));
        for (var i = 0; i < count; i++)
        {
            passes.Gradient(i, Part(request.Output.Span, request.Images.Count, first + i, 1));
        }
    }

    public static void Evaluate(IChainPasses passes, CpuRequest request, int first, int count)
    {
        var results = request.Results!;
        SetImages(passes, request, first, count);
        passes.Forward(count, Part(results.Responses, results.Count, first, count));
        for (var i = first; i < first + count && passes.Share.Leads; i++)
        {
            var group = request.Theta!.Group(request.Theta.GroupOf(i, results.Count));
            results.Phi[i] = Energy.Phi(group, Part(results.Responses, results.Count, i, 1), results.Layout);
        }
        passes.Backward(count, request.Seeds.From(first));

        // P = 2 JVP_F(x)[G]: the gradients go through the trunk in place of images.
        for (var i = 0; i < count; i++)
        {
            var gradient = Part(results.Gradient, results.Count, first + i, 1);
            passes.Gradient(i, gradient);
            passes.Set(i, gradient);
        }
        var penalty = Part(results.Penalty, results.Count, first, count);
        passes.Tangent(count, penalty);
        if (passes.Share.Leads)
        {
            TensorPrimitives.Add(penalty, penalty, penalty);
        }
    }

    public static void Langevin(IChainPasses passes, CpuRequest request, int first, int count)
    {
        var run = request.Langevin!;
        var (gradient, noise) = (passes.Memory.Gradient, passes.Memory.Noise);
        for (var step = 0; step < run.Steps; step++)
        {
            request.Cancellation.ThrowIfCancellationRequested();
            SetImages(passes, request, first, count);
            passes.Forward(count, []);
            passes.Backward(count, request.Seeds.From(first));
            for (var i = 0; i < count; i++)
            {
                passes.Gradient(i, gradient);
                if (passes.Share.Leads)
                {
                    var chain = first + i;
                    if (run.Coefficients.Noise != 0)
                    {
                        run.Noise.Fill(run.Chains[chain], run.Iteration, run.FirstStep + step, noise);
                    }
                    AffineStep.Apply(request.Images.Image(chain).Span, gradient, noise, run.Coefficients);
                }
            }
        }
    }

    private static void SetImages(IChainPasses passes, CpuRequest request, int first, int count)
    {
        for (var i = 0; i < count; i++)
        {
            passes.Set(i, request.Images.Image(first + i).Span);
        }
    }

    /// <summary>The numbers of some images among those of all.</summary>
    private static Span<float> Part(Span<float> values, int images, int first, int count)
    {
        var length = values.Length / images;
        return values.Slice(first * length, count * length);
    }
}
