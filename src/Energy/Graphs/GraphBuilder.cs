using Google.Protobuf;

namespace WFrame.Graphs;

/// <summary>Writes one ONNX graph node by node; names of intermediate values are numbered, so the bytes are reproducible.</summary>
internal sealed class GraphBuilder(string name)
{
    private const int FloatType = 1;
    private const int Int64Type = 7;
    private readonly GraphProto graph = new() { Name = name };
    private readonly HashSet<string> constants = [];

    /// <summary>Adds a node with one output and returns the output's name.</summary>
    public string Add(string op, string[] inputs, params AttributeProto[] attributes) =>
        AddNode(op, inputs, 1, attributes)[0];

    /// <summary>Adds a node with several outputs.</summary>
    public string[] AddNode(string op, string[] inputs, int outputs, params AttributeProto[] attributes)
    {
        var label = string.Create(CultureInfo.InvariantCulture, $"{op}_{graph.Node.Count}");
        var node = new NodeProto { Name = label, OpType = op };
        node.Input.AddRange(inputs);
        node.Attribute.AddRange(attributes);
        for (var o = 0; o < outputs; o++)
        {
            node.Output.Add(o == 0 ? label : string.Create(CultureInfo.InvariantCulture, $"{label}_{o}"));
        }
        graph.Node.Add(node);
        return [.. node.Output];
    }

    /// <summary>Adds a constant once; a second call with the same name returns the first.</summary>
    public string Constant(string constant, ReadOnlySpan<float> values, params long[] shape) =>
        Constant(constant, FloatType, MemoryMarshal.AsBytes(values), shape);

    /// <summary>A list of integers, as shapes and axes are given.</summary>
    public string Integers(params long[] values) =>
        Constant(
            "ints_" + string.Join('_', values.Select(v => v.ToString(CultureInfo.InvariantCulture))),
            Int64Type,
            MemoryMarshal.AsBytes(values.AsSpan()),
            [values.Length]
        );

    /// <summary>Declares a float input; a negative dimension stands for the symbol at the same place of <paramref name="symbols"/>.</summary>
    public string Input(string input, string[] symbols, params long[] shape) => Input(input, FloatType, symbols, shape);

    /// <summary>Declares an input of indices, likewise.</summary>
    public string IndexInput(string input, string[] symbols, params long[] shape) =>
        Input(input, Int64Type, symbols, shape);

    /// <summary>Gives <paramref name="value"/> its public name and declares it as a float output.</summary>
    public void Output(string output, string value, string[] symbols, params long[] shape)
    {
        graph.Node.Add(
            new NodeProto
            {
                Name = output,
                OpType = "Identity",
                Input = { value },
                Output = { output },
            }
        );
        graph.Output.Add(Value(output, FloatType, symbols, shape));
    }

    /// <summary>Makes the last node's output a public output under another name, without a node of its own.</summary>
    public void Rename(string value, string output, string[] symbols, params long[] shape)
    {
        graph.Node.Single(n => n.Output.Contains(value)).Output[0] = output;
        graph.Output.Add(Value(output, FloatType, symbols, shape));
    }

    /// <summary>The finished model.</summary>
    public ModelProto Build(int opset) =>
        new()
        {
            IrVersion = 8,
            ProducerName = "WFrame.MLNet",
            Graph = graph,
            OpsetImport = { new OperatorSetIdProto { Version = opset } },
        };

    public static AttributeProto Float(string name, float value) =>
        new()
        {
            Name = name,
            F = value,
            Type = 1,
        };

    public static AttributeProto Int(string name, long value) =>
        new()
        {
            Name = name,
            I = value,
            Type = 2,
        };

    public static AttributeProto Text(string name, string value) =>
        new()
        {
            Name = name,
            S = ByteString.CopyFromUtf8(value),
            Type = 3,
        };

    public static AttributeProto Ints(string name, params long[] values) =>
        new()
        {
            Name = name,
            Ints = { values },
            Type = 7,
        };

    private string Input(string input, int type, string[] symbols, long[] shape)
    {
        graph.Input.Add(Value(input, type, symbols, shape));
        return input;
    }

    private string Constant(string constant, int type, ReadOnlySpan<byte> bytes, long[] shape)
    {
        if (constants.Add(constant))
        {
            graph.Initializer.Add(
                new TensorProto
                {
                    Name = constant,
                    DataType = type,
                    Dims = { shape },
                    RawData = ByteString.CopyFrom(bytes),
                }
            );
        }
        return constant;
    }

    private static ValueInfoProto Value(string name, int type, string[] symbols, long[] shape)
    {
        var dimensions = new TensorShapeProto();
        for (var i = 0; i < shape.Length; i++)
        {
            var dimension = new TensorShapeProto.Types.Dimension();
            if (shape[i] < 0)
            {
                dimension.DimParam = symbols[i];
            }
            else
            {
                dimension.DimValue = shape[i];
            }
            dimensions.Dim.Add(dimension);
        }
        return new()
        {
            Name = name,
            Type = new()
            {
                TensorType = new() { ElemType = type, Shape = dimensions },
            },
        };
    }
}
