using System.Collections.Concurrent;
using WFrame.Graphs;
using WFrame.Responses;
using WFrame.Trunks;

namespace WFrame.Ort;

/// <summary>What a graph is made for; of the layout only the layers count.</summary>
/// <param name="Kind">What it computes.</param>
/// <param name="Layers">Indices of the tapped layers, one after another.</param>
internal readonly record struct GraphKey(GraphKind Kind, string Layers)
{
    public static GraphKey Of(GraphKind kind, ResponseLayout layout) =>
        new(kind, string.Join(',', layout.Taps.Select(tap => tap.LayerIndex)));
}

/// <summary>Builds each graph once for all workers of an engine. Thread-safe.</summary>
internal sealed class LazyModels(Trunk trunk, bool unpool)
{
    private readonly ConcurrentDictionary<GraphKey, Lazy<byte[]>> graphs = new();

    public byte[] Get(GraphKind kind, ResponseLayout layout) =>
        graphs.GetOrAdd(GraphKey.Of(kind, layout), _ => new(() => Make(kind, layout))).Value;

    private byte[] Make(GraphKind kind, ResponseLayout layout) =>
        kind switch
        {
            GraphKind.Responses => GradientGraphs.Responses(trunk, layout),
            GraphKind.Gradient => GradientGraphs.Gradient(trunk, layout, phi: false, unpool),
            _ => GradientGraphs.Penalty(trunk, layout, phi: false, unpool),
        };
}
