namespace VaePipeline.Contracts.Onnx.Inspection;

/// <summary>Checks that tensors have as many elements as their shapes say.</summary>
internal static class TensorCheck
{
    /// <summary>Checks the constants of a graph, those of graphs within its nodes not among them.</summary>
    /// <exception cref="BadInputException">One has too few or too many elements, an impossible shape, or the name of another.</exception>
    public static void Check(GraphProto graph, string path)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        if (graph.SparseInitializer.Any(sparse => sparse.Values is null))
        {
            throw BadInputException.In(path, "a sparse tensor without values", ModelProto.Kind, ModelProto.Advice);
        }

        foreach (TensorProto tensor in graph.Initializer.Concat(graph.SparseInitializer.Select(sparse => sparse.Values)))
        {
            if (!names.Add(tensor.Name))
            {
                throw BadInputException.In(path, $"a second initializer \"{tensor.Name}\"", "a name of its own for each tensor", ModelProto.Advice);
            }

            Check(tensor, path);
        }

        foreach (AttributeProto attribute in graph.Node.SelectMany(node => node.Attribute).Where(attribute => attribute.T is not null))
        {
            Check(attribute.T, path);
        }
    }

    /// <summary>Elements of a tensor.</summary>
    /// <exception cref="OverflowException">No file holds so many.</exception>
    public static long Elements(IEnumerable<long> sizes) => sizes.Aggregate(1L, (product, size) => checked(product * size));

    private static void Check(TensorProto tensor, string path)
    {
        string shape = Invariant($"[{string.Join(", ", tensor.Dims)}]");
        long elements;
        try
        {
            elements = tensor.Dims.All(size => size >= 0) ? Elements(tensor.Dims) : throw new OverflowException();
        }
        catch (OverflowException)
        {
            throw BadInputException.In(path, $"tensor \"{tensor.Name}\" has the shape {shape}", "sizes that a tensor can have", ModelProto.Advice);
        }

        if (tensor.IsExternal)
        {
            return;
        }

        int bits = tensor.ElementBits;
        Int128 bytes = (((Int128)elements * bits) + 7) / 8;
        if (tensor.HasRawData && bits > 0 && tensor.RawData.Length != bytes)
        {
            Fail(tensor.RawData.Length, "bytes", bytes);
        }

        // Types above share numbers between elements, or may.
        var type = (TensorProto.Types.DataType)tensor.DataType;
        bool isComplex = type is TensorProto.Types.DataType.Complex64 or TensorProto.Types.DataType.Complex128;
        Int128 values = isComplex ? 2 * (Int128)elements : elements;
        if (!tensor.HasRawData && type is > TensorProto.Types.DataType.Undefined and <= TensorProto.Types.DataType.Bfloat16 && tensor.ListedValues != values)
        {
            Fail(tensor.ListedValues, "values", values);
        }

        void Fail(long found, string unit, Int128 wanted) => throw BadInputException.In(
            path, Invariant($"tensor \"{tensor.Name}\" holds {found} {unit}"), Invariant($"{wanted} {unit} for {TensorProto.NameOfType(tensor.DataType)} {shape}"), ModelProto.Advice);
    }
}
