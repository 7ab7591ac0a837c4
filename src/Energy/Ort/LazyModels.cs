using System.Collections.Concurrent;
using WFrame.Graphs;
using WFrame.Responses;
using WFrame.Trunks;

namespace WFrame.Ort;

/// <summary>Which graph a run needs.</summary>
internal enum GraphKind
{
    Responses,
    Gradient,
    Penalty,

    /// <summary>A whole Langevin step.</summary>
    Step,
}

/// <summary>Builds each graph once for all workers of an engine. Thread-safe.</summary>
internal sealed class LazyModels(Trunk trunk, bool unpool)
{
    private readonly ConcurrentDictionary<(GraphKind, string, Tiling), Lazy<byte[]>> graphs = new();

    /// <summary>What a graph is made for: its kind, the tapped layers and the tiling; nothing else of the layout counts.</summary>
    public static (GraphKind Kind, string Layers, Tiling Tiling) Key(GraphKind kind, ResponseLayout layout) =>
        (kind, string.Join(',', layout.Taps.Select(tap => tap.LayerIndex)), layout.Tiling);

    public byte[] Get(GraphKind kind, ResponseLayout layout) =>
        graphs.GetOrAdd(Key(kind, layout), _ => new(() => Make(kind, layout))).Value;

    private byte[] Make(GraphKind kind, ResponseLayout layout) =>
        kind switch
        {
            GraphKind.Responses => GradientGraphs.Responses(trunk, layout),
            GraphKind.Gradient => GradientGraphs.Gradient(trunk, layout, phi: false, unpool),
            GraphKind.Step => GradientGraphs.Step(trunk, layout, unpool),
            _ => GradientGraphs.Penalty(trunk, layout, phi: false, unpool),
        };
}
