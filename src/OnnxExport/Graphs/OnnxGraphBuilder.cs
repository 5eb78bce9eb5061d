using System.Runtime.InteropServices;
using Google.Protobuf;
using VaePipeline.Contracts.Onnx;

namespace VaePipeline.OnnxExport.Graphs;

/// <summary>
/// Builds one ONNX graph node by node and keeps every tensor's type and shape beside it. The same calls give
/// the same bytes. It knows operators by name only; what a layer becomes is the translators' business.
/// </summary>
/// <param name="name">Name of the graph.</param>
internal sealed class OnnxGraphBuilder(string name)
{
    /// <summary>Operator set of every file: what the oldest checker and engine that the project uses accept.</summary>
    public const long Opset = 17;

    /// <summary>Version of the file format, for the same reason.</summary>
    public const long IrVersion = 8;

    /// <summary>ONNX Runtime's own operators.</summary>
    public const string MicrosoftDomain = "com.microsoft";

    // protobuf cannot read more than 2^31 - 1 bytes; 64 MiB are kept for everything that is not weights.
    private const long MaximumInitializerBytes = int.MaxValue - (64L << 20);

    private readonly GraphProto _graph = new() { Name = name };
    private readonly HashSet<string> _takenNames = new(StringComparer.Ordinal);
    private readonly List<GraphValue> _produced = [];

    // Nodes keep the names that tensors had at first; those that became outputs get their new ones at the end.
    private readonly Dictionary<string, string> _renamed = new(StringComparer.Ordinal);
    private long _initializerBytes;

    /// <summary>Declares a graph input.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public GraphValue AddInput(string name, BatchShape shape, OnnxElementType elementType = OnnxElementType.Float)
    {
        TakeExactName(name);
        var value = new GraphValue(name, shape, elementType);
        _graph.Input.Add(Describe(value));
        return value;
    }

    /// <summary>Adds an operator with one output.</summary>
    /// <param name="nodeName">Wished name of the node and its output; a number is appended where it is taken.</param>
    /// <param name="operatorType">Operator, as <c>Gemm</c>.</param>
    /// <param name="inputs">Names of tensors and initializers in the operator's order.</param>
    /// <param name="shape">Shape of the output.</param>
    /// <param name="attributes">Attributes; those at the operator's default may be left out.</param>
    /// <param name="elementType">Type of the output's elements.</param>
    /// <param name="domain">Operator set: empty for ONNX's own, or <see cref="MicrosoftDomain"/>.</param>
    public GraphValue AddNode(
        string nodeName,
        string operatorType,
        IEnumerable<string> inputs,
        BatchShape shape,
        IEnumerable<OnnxAttribute>? attributes = null,
        OnnxElementType elementType = OnnxElementType.Float,
        string domain = "")
    {
        var value = new GraphValue(TakeFreeName(nodeName), shape, elementType);
        _graph.Node.Add(new NodeProto
        {
            Domain = domain,
            Name = value.Name,
            OpType = operatorType,
            Input = { inputs },
            Output = { value.Name },
            Attribute = { attributes?.Select(attribute => attribute.Proto) ?? [] },
        });
        _produced.Add(value);
        return value;
    }

    /// <summary>Adds a constant, row-major.</summary>
    /// <typeparam name="T">float, or a whole number that <see cref="OnnxElementType"/> knows.</typeparam>
    /// <returns>Its name: the wished one, with a number appended where that is taken.</returns>
    public string AddInitializer<T>(string initializerName, ReadOnlySpan<long> dimensions, ReadOnlySpan<T> data)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(data);
        _initializerBytes += bytes.Length;
        if (_initializerBytes > MaximumInitializerBytes)
        {
            throw new ExportException(Invariant(
                $"{initializerName}: with it the weights take {_initializerBytes} bytes; expected at most {MaximumInitializerBytes}, since one ONNX file holds less than 2 GiB. Make the network smaller."));
        }

        var tensor = new TensorProto
        {
            Name = TakeFreeName(initializerName),
            DataType = (int)TypeOf<T>(),
            // Little-endian by the standard, as is every machine that libtorch and ONNX Runtime are built for.
            RawData = ByteString.CopyFrom(bytes),
        };
        tensor.Dims.AddRange(dimensions.ToArray());
        _graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    /// <summary>Makes a tensor a graph output under a name of the caller's. Outputs stand in the order of the calls.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public void AddOutput(string name, GraphValue value)
    {
        TakeExactName(name);
        if (!_produced.Exists(produced => produced.Name == value.Name) || !_renamed.TryAdd(value.Name, name))
        {
            // A graph input or an output already: ONNX wants an output to have a producer and a name of its own.
            _graph.Node.Add(new NodeProto { Name = TakeFreeName($"{name}/Identity"), OpType = "Identity", Input = { value.Name }, Output = { name } });
        }

        _graph.Output.Add(Describe(value with { Name = name }));
    }

    /// <summary>The name that a tensor has now: another than its own where it became an output.</summary>
    public string NameOf(GraphValue value) => FinalName(value.Name);

    /// <summary>The finished model. Tensors between the nodes get their types and shapes written out.</summary>
    /// <param name="metadata">The file's <c>metadata_props</c>; written in the order of their keys (ordinal).</param>
    /// <exception cref="InvalidOperationException">The graph has no output.</exception>
    public ModelProto ToModel(IReadOnlyDictionary<string, string>? metadata = null)
    {
        if (_graph.Output.Count == 0)
        {
            throw new InvalidOperationException($"{_graph.Name}: the graph has no output; expected at least one. Call AddOutput first.");
        }

        var graph = _graph.Clone();
        foreach (var names in graph.Node.SelectMany(node => new[] { node.Input, node.Output }))
        {
            for (var i = 0; i < names.Count; i++)
            {
                names[i] = FinalName(names[i]);
            }
        }

        graph.ValueInfo.Add(_produced.Where(value => !_renamed.ContainsKey(value.Name)).Select(Describe));
        return new ModelProto
        {
            IrVersion = IrVersion,
            ProducerName = "VaePipeline",
            ProducerVersion = typeof(OnnxGraphBuilder).Assembly.GetName().Version?.ToString(fieldCount: 3) ?? "0.0.0",
            // Readers show a meaningless number where it is missing.
            ModelVersion = 1,
            Graph = graph,
            OpsetImport =
            {
                graph.Node.Select(node => node.Domain).Append("").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
                    .Select(domain => new OperatorSetIdProto { Domain = domain, Version = domain.Length == 0 ? Opset : 1 }),
            },
            MetadataProps =
            {
                metadata?.OrderBy(entry => entry.Key, StringComparer.Ordinal)
                    .Select(entry => new StringStringEntryProto { Key = entry.Key, Value = entry.Value }) ?? [],
            },
        };
    }

    private string FinalName(string name) => _renamed.GetValueOrDefault(name, name);

    private static OnnxElementType TypeOf<T>() => default(T) switch
    {
        float => OnnxElementType.Float,
        byte => OnnxElementType.UInt8,
        sbyte => OnnxElementType.Int8,
        int => OnnxElementType.Int32,
        long => OnnxElementType.Int64,
        _ => throw new NotSupportedException($"constants of {typeof(T)}; expected a type of {nameof(OnnxElementType)}. Convert them."),
    };

    private void TakeExactName(string wished)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(wished);
        if (!_takenNames.Add(wished))
        {
            throw new ArgumentException($"{_graph.Name}: the name \"{wished}\" is taken; expected one that no other tensor has.", nameof(wished));
        }
    }

    private string TakeFreeName(string wished)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(wished);
        var free = wished;
        for (var number = 2; !_takenNames.Add(free); number++)
        {
            free = Invariant($"{wished}_{number}");
        }

        return free;
    }

    private static ValueInfoProto Describe(GraphValue value)
    {
        var shape = new TensorShapeProto { Dim = { new TensorShapeProto.Types.Dimension { DimParam = BatchShape.BatchAxis } } };
        shape.Dim.Add(value.Shape.Sizes.ToArray().Select(size => new TensorShapeProto.Types.Dimension { DimValue = size }));
        return new ValueInfoProto
        {
            Name = value.Name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)value.ElementType, Shape = shape } },
        };
    }
}
