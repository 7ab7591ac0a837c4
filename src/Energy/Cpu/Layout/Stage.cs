using WFrame.Cpu.Kernels;
using WFrame.Trunks;

namespace WFrame.Cpu.Layout;

/// <summary>What a stage ends with.</summary>
internal enum PoolKind
{
    None,
    Maximum,
    Average,
}

/// <summary>One convolution with its ReLU and perhaps a pool, as layers of the trunk.</summary>
/// <param name="Convolution">The convolution.</param>
/// <param name="Relu">Index of the ReLU among the trunk's layers; the pool's is the next.</param>
/// <param name="Pool">The pool that follows, if any.</param>
internal sealed record Stage(ConvolutionLayer Convolution, int Relu, PoolKind Pool)
{
    /// <summary>Whether a pool follows.</summary>
    public bool Pooled => Pool != PoolKind.None;

    /// <summary>Cuts a trunk into stages, or says why the kernels cannot run it.</summary>
    public static List<Stage> Cut(Trunk trunk, out string reason)
    {
        var stages = new List<Stage>();
        reason = "";
        var layers = trunk.Layers;
        for (var i = 0; i < layers.Count && reason.Length == 0; i++)
        {
            if (layers[i] is not ConvolutionLayer convolution)
            {
                reason = $"layer {i} ({layers[i].Name}) stands where a 3x3 convolution is expected";
            }
            else if (i + 1 == layers.Count || layers[i + 1] is not ReluLayer)
            {
                reason = $"layer {i} ({convolution.Name}) has no ReLU after it";
            }
            else
            {
                var relu = ++i;
                var (pool, window) = i + 1 == layers.Count ? default : PoolOf(layers[i + 1]);
                reason = Unsupported(convolution, stages.Count == 0, pool != PoolKind.None);
                if (pool != PoolKind.None)
                {
                    i++;
                    reason =
                        window == Window.Square(2, 2, 0)
                            ? reason
                            : $"layer {i} ({layers[i].Name}) is not a 2x2 pool of stride 2 without padding";
                }
                stages.Add(new Stage(convolution, relu, pool));
            }
        }
        return stages;
    }

    private static (PoolKind Pool, Window Window) PoolOf(TrunkLayer layer) =>
        layer switch
        {
            MaxPoolLayer pool => (PoolKind.Maximum, pool.Window),
            AveragePoolLayer pool => (PoolKind.Average, pool.Window),
            _ => default,
        };

    private static string Unsupported(ConvolutionLayer layer, bool first, bool pooled) =>
        layer.Window != Window.Square(3, 1, 1) ? $"{layer.Name} is not 3x3 with stride 1 and padding 1"
        : layer.Out % 16 != 0 ? $"{layer.Name} has {layer.Out} filters, not a multiple of 16"
        : first && layer.In != DirectKernel.Colours ? $"{layer.Name} reads {layer.In} channels, not the 3 colours"
        : first && pooled ? $"{layer.Name}, the first layer, is pooled"
        : "";
}
