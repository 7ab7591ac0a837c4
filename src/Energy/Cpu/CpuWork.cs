using System.Numerics.Tensors;
using WFrame.Cpu.Kernels;
using WFrame.Cpu.Layout;
using WFrame.Cpu.Passes;
using WFrame.Responses;

namespace WFrame.Cpu;

/// <summary>What is done for one group of chains, by one thread or by several that share them.</summary>
internal static unsafe class CpuWork
{
    public static void Responses(IChainPasses passes, CpuRequest request, int first, int count)
    {
        SetImages(passes, request, first, count);
        passes.Forward(count, responses: true);
        var length = request.Output.Length / request.Images.Count;
        for (var i = 0; i < count; i++)
        {
            passes.Read(i, request.Output.Span.Slice((first + i) * length, length));
        }
    }

    public static void Gradient(IChainPasses passes, CpuRequest request, ThetaBlocks theta, int first, int count)
    {
        SetImages(passes, request, first, count);
        passes.Forward(count, responses: false);
        Backward(passes, request, theta, first, count);
        var length = request.Images.Size.Dimension;
        for (var i = 0; i < count; i++)
        {
            passes.Gradient(i, request.Output.Span.Slice((first + i) * length, length));
        }
    }

    public static void Evaluate(IChainPasses passes, CpuRequest request, ThetaBlocks theta, int first, int count)
    {
        var results = request.Results!;
        var (layout, form) = (results.Layout, results.Layout.Taps[0].Form);
        SetImages(passes, request, first, count);
        passes.Forward(count, responses: true);
        for (var i = 0; i < count; i++)
        {
            var responses = results.Responses.AsSpan((first + i) * layout.Length, layout.Length);
            passes.Read(i, responses);
            if (passes.Share.Leads)
            {
                var group = request.Theta!.GroupOf(first + i, request.Images.Count);
                results.Phi[first + i] = Energy.Phi(request.Theta.Group(group), responses, layout);
            }
        }
        Backward(passes, request, theta, first, count);

        // P = 2 JVP_F(x)[G]: the gradients go through the trunk in place of images.
        var length = results.Size.Dimension;
        for (var i = 0; i < count; i++)
        {
            var gradient = results.Gradient.AsSpan((first + i) * length, length);
            passes.Gradient(i, gradient);
            passes.Set(i, gradient);
        }
        passes.Tangent(count);
        for (var i = 0; i < count; i++)
        {
            var penalty = results.Penalty.AsSpan((first + i) * layout.ThetaLength, layout.ThetaLength);
            if (form == ThetaForm.Spatial)
            {
                passes.Read(i, penalty);
            }
            else
            {
                passes.ReadSums(i, penalty);
            }
            if (passes.Share.Leads)
            {
                TensorPrimitives.Add(penalty, penalty, penalty);
            }
        }
    }

    public static void Langevin(IChainPasses passes, CpuRequest request, ThetaBlocks theta, int first, int count)
    {
        var run = request.Run!;
        var (gradient, noise) = (passes.Memory.Gradient, passes.Memory.Noise);
        for (var step = 0; step < run.Steps; step++)
        {
            request.Cancellation.ThrowIfCancellationRequested();
            SetImages(passes, request, first, count);
            passes.Forward(count, responses: false);
            Backward(passes, request, theta, first, count);
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

    private static void Backward(IChainPasses passes, CpuRequest request, ThetaBlocks theta, int first, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var group = request.Theta!.GroupOf(first + i, request.Images.Count);
            passes.Seed(i, theta.Group(group), theta.PixelStep);
        }
        passes.Backward(count);
    }
}
