using WFrame.Trunks;

namespace WFrame.Graphs;

/// <summary>
/// Padding by what lies across the edge, of slices laid side by side: the mode "wrap" of Pad is of opset 19, later than
/// the graphs are of.
/// </summary>
internal static class WrapNodes
{
    /// <summary>Pads along the axes that are wrapped around; returns the value, and the window with the pads left to do.</summary>
    public static (string Value, Window Window) Add(GraphBuilder graph, string x, Window window, Tiling tiling)
    {
        if (tiling.WrapsY())
        {
            x = Along(graph, x, 2, window.Top, window.Bottom);
            window = window with { Top = 0, Bottom = 0 };
        }
        if (tiling.WrapsX())
        {
            x = Along(graph, x, 3, window.Left, window.Right);
            window = window with { Left = 0, Right = 0 };
        }
        return (x, window);
    }

    private static string Along(GraphBuilder graph, string x, int axis, int before, int after)
    {
        List<string> parts = [x];
        if (before > 0)
        {
            parts.Insert(0, Slice(graph, x, axis, -before, int.MaxValue));
        }
        if (after > 0)
        {
            parts.Add(Slice(graph, x, axis, 0, after));
        }
        return parts.Count == 1 ? x : graph.Add("Concat", [.. parts], GraphBuilder.Int("axis", axis));
    }

    private static string Slice(GraphBuilder graph, string x, int axis, int start, int end) =>
        graph.Add("Slice", [x, graph.Integers(start), graph.Integers(end), graph.Integers(axis)]);
}
