namespace WFrame.Graphs;

/// <summary>The inputs and outputs of a graph that each tap has; with several taps their names end with the layer.</summary>
internal sealed class GraphTaps((string Layer, int Index, int Channels)[] taps)
{
    private static readonly string[] ThetaSymbols = ["B", "", "theta_h", "theta_w"];
    private static readonly string[] ResponseSymbols = ["N", "", "h", "w"];

    /// <summary>Name of the input that tells the theta of each image.</summary>
    public const string Group = "group";

    /// <summary>Index of each tap's layer in the trunk.</summary>
    public int[] Layers => [.. taps.Select(tap => tap.Index)];

    /// <summary>Declares a theta for each tap and returns their names.</summary>
    /// <param name="graph">Receives the inputs.</param>
    /// <param name="groups">
    /// Whether an input "group" [N] tells which of the B thetas each image has; else there is one for all, or one for each.
    /// </param>
    public string[] Theta(GraphBuilder graph, bool groups = false)
    {
        string[] theta =
        [
            .. taps.Select(tap =>
                graph.Input(Name("theta", tap.Layer, taps.Length), ThetaSymbols, -1, tap.Channels, -1, -1)
            ),
        ];
        if (!groups)
        {
            return theta;
        }
        var group = graph.IndexInput(Group, ["N"], -1);
        return [.. theta.Select(t => graph.Add("Gather", [t, group], GraphBuilder.Int("axis", 0)))];
    }

    /// <summary>Declares an output [N,C,h,w] for each tap.</summary>
    public void Output(GraphBuilder graph, string name, IReadOnlyList<string> values)
    {
        foreach (var ((layer, _, channels), value) in taps.Zip(values))
        {
            graph.Output(Name(name, layer, taps.Length), value, ResponseSymbols, -1, channels, -1, -1);
        }
    }

    /// <summary>Name of a tap's value: "theta", or with several taps "theta_conv2_2".</summary>
    public static string Name(string name, string layer, int taps) => taps == 1 ? name : $"{name}_{layer}";
}
