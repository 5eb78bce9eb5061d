namespace VaePipeline.Contracts.Onnx;

/// <summary>What <see cref="OnnxFile"/> reads of a model without running it.</summary>
/// <param name="Metadata">Entries of <c>metadata_props</c>; the last of a repeated key counts.</param>
/// <param name="Inputs">Inputs of the main graph, without those that only give an initializer its type.</param>
/// <param name="Outputs">Outputs of the main graph.</param>
/// <param name="Opsets">Operator sets, in the order of the file.</param>
/// <param name="Operators">Operators of the main graph, without their domains.</param>
public sealed record OnnxSummary(
    IReadOnlyDictionary<string, string> Metadata,
    IReadOnlyList<OnnxValue> Inputs,
    IReadOnlyList<OnnxValue> Outputs,
    IReadOnlyList<OnnxOpset> Opsets,
    IReadOnlySet<string> Operators)
{
    internal static OnnxSummary Of(ModelProto model)
    {
        Dictionary<string, string> metadata = new(StringComparer.Ordinal);
        foreach (StringStringEntryProto entry in model.MetadataProps)
        {
            metadata[entry.Key] = entry.Value;
        }

        HashSet<string> initializers = [.. model.Graph.Initializer.Select(tensor => tensor.Name), .. model.Graph.SparseInitializer.Select(sparse => sparse.Values?.Name ?? "")];
        return new OnnxSummary(
            metadata,
            [.. model.Graph.Input.Where(input => !initializers.Contains(input.Name)).Select(OnnxValue.Of)],
            [.. model.Graph.Output.Select(OnnxValue.Of)],
            [.. model.OpsetImport.Select(set => new OnnxOpset(set.Domain.Length == 0 ? OnnxOpset.Onnx : set.Domain, set.Version))],
            model.Graph.Node.Select(node => node.OpType).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>The facts of an encoder or decoder exported by VaePipeline, checked against its inputs and outputs.</summary>
    internal ModelFacts Facts(string path)
    {
        ModelFacts facts = ModelFacts.FromMetadata(Metadata, path);
        string[] latent = [TensorNames.BatchAxis, .. Digits(facts.LatentSize)];
        string[] image = [TensorNames.BatchAxis, .. Digits(facts.Image.Channels, facts.Image.Height, facts.Image.Width)];
        if (Inputs.Any(input => input.Name == TensorNames.Latent))
        {
            Check("input", Inputs, TensorNames.Latent, ModelFacts.ElementTypeFloat32, latent);
            Check("output", Outputs, TensorNames.Image, facts.ElementType, image);
        }
        else
        {
            Check("input", Inputs, TensorNames.Image, facts.ElementType, image);
            Check("output", Outputs, TensorNames.Mean, ModelFacts.ElementTypeFloat32, latent);
            Check("output", Outputs, TensorNames.LogVariance, ModelFacts.ElementTypeFloat32, latent);
        }

        return facts;

        void Check(string role, IReadOnlyList<OnnxValue> values, string name, string elementType, string[] dimensions)
        {
            string expected = $"{elementType} [{string.Join(", ", dimensions)}]";
            OnnxValue value = values.FirstOrDefault(value => value.Name == name)
                ?? throw BadInputException.In(
                    path,
                    $"has no {role} \"{name}\", only {(values.Count == 0 ? "none" : string.Join(", ", values.Select(value => $"\"{value.Name}\"")))}",
                    $"{role} \"{name}\", {expected}",
                    "Pass an encoder or a decoder exported by VaePipeline.");

            // The batch axis must be free: a symbol or nothing, never a number.
            bool fits = value.ElementType == elementType
                && value.Dimensions is { } found
                && found.Count == dimensions.Length
                && !long.TryParse(found[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
                && found.Skip(1).SequenceEqual(dimensions.Skip(1));
            if (!fits)
            {
                throw BadInputException.In(path, $"{role} \"{name}\" is {value.ElementType} {value.Shape}", expected, "Export the model again.");
            }
        }
    }

    private static IEnumerable<string> Digits(params int[] sizes) => sizes.Select(size => size.ToString(CultureInfo.InvariantCulture));
}

// A class: pairs of a text and a number are compiled anew in every process, which is felt when a program starts.

/// <summary>A set of operators that a model uses.</summary>
/// <param name="Domain">Its name; ONNX's own is <c>ai.onnx</c>.</param>
/// <param name="Version">Its version.</param>
public sealed record OnnxOpset(string Domain, long Version)
{
    internal const string Onnx = "ai.onnx";
}

/// <summary>An input or output of a graph, as the file states it.</summary>
/// <param name="Name">Graph name, such as <c>latent</c>.</param>
/// <param name="ElementType">ONNX's name of the element type in the way of numpy, such as <c>float32</c>; <c>type 99</c> for one that is not known, <c>no tensor</c> for sequences and the like.</param>
/// <param name="Dimensions">One text per dimension: its size in digits, its symbolic name, or <c>?</c>; <see langword="null"/> if the file states no shape.</param>
public sealed record OnnxValue(string Name, string ElementType, IReadOnlyList<string>? Dimensions)
{
    /// <summary>The shape as errors show it, such as <c>[N, 2]</c>; <c>of any shape</c> if the file states none.</summary>
    public string Shape => Dimensions is null ? "of any shape" : $"[{string.Join(", ", Dimensions)}]";

    internal static OnnxValue Of(ValueInfoProto value) => value.Type?.TensorType is { } tensor
        ? new OnnxValue(value.Name, TensorProto.NameOfType(tensor.ElemType), tensor.Shape?.Dim.Select(Size).ToList())
        : new OnnxValue(value.Name, "no tensor", null);

    private static string Size(TensorShapeProto.Types.Dimension dimension) => dimension switch
    {
        { HasDimValue: true } => dimension.DimValue.ToString(CultureInfo.InvariantCulture),
        { DimParam.Length: > 0 } => dimension.DimParam,
        _ => "?",
    };
}
