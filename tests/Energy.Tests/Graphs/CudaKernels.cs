using WFrame.Graphs;

namespace WFrame.Energy.Tests.Graphs;

/// <summary>
/// Which operators of opset 18 have kernels in ONNX Runtime's CUDA provider, and for which element types: facts of its
/// OperatorKernels.md (main branch, 2026). There is none for MaxUnpool, nor for the bitwise operators.
/// </summary>
internal static class CudaKernels
{
    public const int Opset = 18;

    /// <summary>Element types as ONNX numbers them.</summary>
    private const int FloatType = 1;
    private const int WholeType = 7;

    private const string Float = "float";
    private const string Whole = "int64";
    private const string Both = "float int64";

    /// <summary>
    /// Operator, the version of its definition that opset 18 means, versions of the kernel (no last one: open), element
    /// types of its first input that our graphs may have.
    /// </summary>
    private static readonly (string Operator, int Since, int First, int? Last, string Types)[] Rows =
    [
        ("Add", 14, 14, null, Both),
        ("AveragePool", 11, 11, 18, Float),
        ("Concat", 13, 13, null, Both),
        ("ConstantOfShape", 9, 9, null, Whole),
        ("Conv", 11, 11, 21, Float),
        ("ConvTranspose", 11, 11, null, Float),
        ("Div", 14, 14, null, Both),
        ("Expand", 13, 13, null, Both),
        ("Flatten", 13, 13, null, Both),
        ("Gather", 13, 13, null, Both),
        ("Gemm", 13, 13, null, Float),
        ("HardSigmoid", 6, 6, 21, Float),
        ("Identity", 16, 14, 18, Both),
        ("MaxPool", 12, 12, null, Float),
        ("Mul", 14, 14, null, Both),
        ("ReduceMean", 18, 18, null, Float),
        ("ReduceSum", 13, 13, null, Both),
        ("Relu", 14, 14, null, Float),
        ("Reshape", 14, 14, 18, Both),
        ("ScatterElements", 18, 18, null, Both),
        ("Shape", 15, 15, 18, Both),
        ("Size", 13, 13, null, Both),
        ("Slice", 13, 13, null, Both),
        ("Sub", 14, 14, null, Both),
        ("Transpose", 13, 13, 20, Both),
    ];

    /// <summary>What of a graph would run on the CPU, with a copy there and back, or not at all; none where nothing would.</summary>
    public static IEnumerable<string> Missing(ModelProto model)
    {
        if (model.OpsetImport is not [{ Domain: "", Version: Opset }])
        {
            yield return $"operator sets {string.Join(", ", model.OpsetImport.Select(o => $"{o.Domain} {o.Version}"))}";
        }
        var types = model.Graph.Initializer.ToDictionary(i => i.Name, i => i.DataType);
        foreach (var input in model.Graph.Input)
        {
            types[input.Name] = input.Type.TensorType.ElemType;
        }
        foreach (var node in model.Graph.Node)
        {
            var type = types[node.Input[0]];
            if (Fault(node, type) is { } fault)
            {
                yield return fault;
            }
            for (var i = 0; i < node.Output.Count; i++)
            {
                types[node.Output[i]] = TypeOf(node, i, type);
            }
        }
    }

    private static string? Fault(NodeProto node, int type)
    {
        var row = Array.Find(Rows, r => r.Operator == node.OpType);
        var name = type switch
        {
            FloatType => Float,
            WholeType => Whole,
            _ => $"type {type}",
        };
        return row.Operator is null ? $"{node.OpType}: no kernel"
            // A kernel that is open at the end is taken for the definition that it was written for alone.
            : row.Last is { } last
                ? row.Since < row.First || row.Since > last ? $"{node.OpType}: no version"
                    : Typed()
            : row.Since != row.First ? $"{node.OpType}: no version"
            : Typed();

        string? Typed() => row.Types.Split(' ').AsEnumerable().Contains(name) ? null : $"{node.OpType}: not for {name}";
    }

    /// <summary>Shapes and places are whole numbers; all else is of the type of what it was made from.</summary>
    private static int TypeOf(NodeProto node, int output, int first) =>
        node.OpType switch
        {
            "Shape" or "Size" => WholeType,
            "MaxPool" when output == 1 => WholeType,
            "ConstantOfShape" => node.Attribute.FirstOrDefault(a => a.Name == "value")?.T.DataType ?? FloatType,
            _ => first,
        };
}
