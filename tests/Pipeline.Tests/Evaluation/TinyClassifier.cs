namespace WFrame.Pipeline.Tests.Evaluation;

/// <summary>
/// A generated classifier small enough to know its answers: features = mean of each channel, [N,3]; logits = features
/// times a fixed matrix, [N,4]. Takes any height and width.
/// </summary>
internal static class TinyClassifier
{
    /// <summary>logit[c] = sum over channels d of Weights[d][c] * feature[d].</summary>
    public static readonly float[][] Weights =
    [
        [0.02f, -0.01f, 0.03f, 0],
        [-0.03f, 0.02f, 0.01f, 0.01f],
        [0.01f, 0.04f, -0.02f, 0.02f],
    ];

    /// <summary>Writes tiny.onnx and its card tiny.json into a folder and returns the card's path.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="edit">Changes the card.</param>
    /// <param name="root">Takes the square root of the features, NaN where they are negative.</param>
    /// <param name="softmax">Adds an output "probabilities".</param>
    public static string Write(string folder, Action<JsonObject>? edit = null, bool root = false, bool softmax = false)
    {
        var model = Path.Combine(folder, "tiny.onnx");
        var bytes = Model(root, softmax);
        File.WriteAllBytes(model, bytes);
        var card = Card(Convert.ToHexStringLower(SHA256.HashData(bytes)));
        edit?.Invoke(card);
        var path = Path.Combine(folder, "tiny.json");
        File.WriteAllText(path, card.ToJsonString());
        return path;
    }

    private static JsonObject Card(string sha256) =>
        JsonNode
            .Parse(
                $$"""
                {
                  "schema": "wframe.classifier-card/1", "protocol": "tiny/8", "name": "Tiny", "file": "tiny.onnx",
                  "sha256": "{{sha256}}",
                  "input": {
                    "name": "data", "type": "float32", "layout": "NCHW", "shape": ["N", 3, 8, 8], "channelOrder": "RGB",
                    "range": [0, 255], "mean": [0, 0, 0], "scale": [1, 1, 1], "width": 8, "height": 8,
                    "fit": "center-crop-square", "resize": { "filter": "bicubic", "antialias": true, "coefficient": -0.5 }
                  },
                  "outputs": {
                    "logits": { "name": "logits", "shape": ["N", 4] },
                    "features": { "name": "features", "shape": ["N", 3] }
                  }
                }
                """
            )!
            .AsObject();

    private static byte[] Model(bool root, bool softmax)
    {
        var weights = MemoryMarshal.AsBytes(Weights.SelectMany(w => w).ToArray().AsSpan()).ToArray();
        var writer = new ProtoWriter().Number(1, 8).Message(8, opset => opset.Text(1, "").Number(2, 17));
        return writer
            .Message(
                7,
                graph =>
                {
                    Node(graph, "GlobalAveragePool", "data", "pooled");
                    Node(graph, "Flatten", "pooled", root ? "flat" : "features");
                    if (root)
                    {
                        Node(graph, "Sqrt", "flat", "features");
                    }
                    _ = graph.Message(
                        1,
                        node => node.Text(1, "features").Text(1, "weights").Text(2, "logits").Text(4, "MatMul")
                    );
                    if (softmax)
                    {
                        Node(graph, "Softmax", "logits", "probabilities");
                    }
                    _ = graph.Text(2, "tiny");
                    _ = graph.Message(
                        5,
                        tensor => tensor.Number(1, 3).Number(1, 4).Number(2, 1).Text(8, "weights").Bytes(9, weights)
                    );
                    Value(graph, 11, "data", "N", 3, "H", "W");
                    Value(graph, 12, "logits", "N", 4);
                    Value(graph, 12, "features", "N", 3);
                    if (softmax)
                    {
                        Value(graph, 12, "probabilities", "N", 4);
                    }
                }
            )
            .ToArray();
    }

    private static void Node(ProtoWriter graph, string type, string from, string to) =>
        graph.Message(1, node => node.Text(1, from).Text(2, to).Text(4, type));

    private static void Value(ProtoWriter graph, int field, string name, params object[] shape) =>
        graph.Message(
            field,
            value =>
                value
                    .Text(1, name)
                    .Message(
                        2,
                        type =>
                            type.Message(
                                1,
                                tensor =>
                                    tensor
                                        .Number(1, 1)
                                        .Message(2, dimensions => Array.ForEach(shape, s => Size(dimensions, s)))
                            )
                    )
        );

    private static void Size(ProtoWriter dimensions, object size) =>
        dimensions.Message(1, d => _ = size is int fixedSize ? d.Number(1, fixedSize) : d.Text(2, (string)size));
}
