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
    private readonly ConcurrentDictionary<GraphKey, Lazy<byte[]>> graphs = new();

    public byte[] Get(RunShape shape) =>
        graphs.GetOrAdd(GraphKey.Of(shape), _ => new(() => Make(shape.Kind, shape.Layout, shape.Groups))).Value;

    private byte[] Make(GraphKind kind, ResponseLayout layout, bool groups) =>
        kind switch
        {
            GraphKind.Responses => GradientGraphs.Responses(trunk, layout),
            GraphKind.Gradient => GradientGraphs.Gradient(trunk, layout, phi: false, unpool, groups),
            GraphKind.Step => GradientGraphs.Step(trunk, layout, unpool, groups),
            _ => GradientGraphs.Penalty(trunk, layout, phi: false, unpool, groups),
        };
}

/// <summary>What a graph is made for; nothing but the tapped layers and the tiling counts of a layout.</summary>
internal readonly record struct GraphKey(GraphKind Kind, string Layers, Tiling Tiling, bool Groups)
{
    public static GraphKey Of(RunShape shape) =>
        new(
            shape.Kind,
            string.Join(',', shape.Layout.Taps.Select(tap => tap.LayerIndex)),
            shape.Layout.Tiling,
            shape.Groups
        );
}
