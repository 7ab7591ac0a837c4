using WFrame.Graphs;
using WFrame.Trunks;

namespace WFrame.Ort;

/// <summary>Builds each graph once for all workers of an engine. Thread-safe.</summary>
internal sealed class LazyModels(Trunk trunk, bool unpool)
{
    private readonly Lazy<byte[]> responses = new(() => GradientGraphs.Responses(trunk));
    private readonly Lazy<byte[]> gradient = new(() => GradientGraphs.Gradient(trunk, phi: false, unpool));
    private readonly Lazy<byte[]> penalty = new(() => GradientGraphs.Penalty(trunk, phi: false, unpool));

    public byte[] Get(GraphKind kind) =>
        kind switch
        {
            GraphKind.Responses => responses.Value,
            GraphKind.Gradient => gradient.Value,
            _ => penalty.Value,
        };
}
