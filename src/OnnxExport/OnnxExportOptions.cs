namespace VaePipeline.OnnxExport;

/// <summary>How <see cref="OnnxExporter"/> writes a module.</summary>
public sealed record OnnxExportOptions
{
    /// <summary>Name of the graph, which the paths of all layers begin with.</summary>
    public string GraphName { get; init; } = "model";

    /// <summary>Name of the graph's input.</summary>
    public string InputName { get; init; } = "input";

    /// <summary>Name of the graph's output.</summary>
    public string OutputName { get; init; } = "output";

    /// <summary>Type of the input: float32, or int64 for a module that begins with an Embedding.</summary>
    public OnnxElementType InputType { get; init; } = OnnxElementType.Float;

    /// <summary>
    /// Makes a batch of inputs of so many items, on which the file is compared with the module; the exporter disposes it.
    /// By default normal noise; needed where the module takes something else, such as int64.
    /// </summary>
    public Func<int, torch.Tensor>? MakeInput { get; init; }

    /// <summary>
    /// Whether each layer becomes the ONNX operator of its name, even where another form runs faster. A BatchNorm is
    /// folded into the layer before it either way.
    /// </summary>
    public bool IsPlain { get; init; }

    /// <summary>The translators; <c>null</c> for <see cref="ModuleTranslators.CreateDefault"/>.</summary>
    public ModuleTranslators? Translators { get; init; }

    /// <summary>What the file says about itself: its <c>metadata_props</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>These options, if they are valid.</summary>
    /// <exception cref="ArgumentException">They are not; the message lists all faults.</exception>
    public OnnxExportOptions Validated()
    {
        List<string> faults = [];
        var names = new[] { (nameof(GraphName), GraphName), (nameof(InputName), InputName), (nameof(OutputName), OutputName) };
        faults.AddRange(names.Where(name => string.IsNullOrWhiteSpace(name.Item2)).Select(name =>
            $"{name.Item1}: found no name; expected one. Give one, or leave the option out."));

        if (InputName == OutputName)
        {
            faults.Add($"{nameof(OutputName)}: found \"{OutputName}\", the input's name; expected another one. Choose two names.");
        }

        if (InputType is not (OnnxElementType.Float or OnnxElementType.Int64))
        {
            faults.Add($"{nameof(InputType)}: found {InputType}; expected {OnnxElementType.Float} or {OnnxElementType.Int64}. Convert inside the module.");
        }

        if (InputType == OnnxElementType.Int64 && MakeInput is null)
        {
            faults.Add($"{nameof(MakeInput)}: found none for an input of {InputType}; expected a function. Give one that makes numbers that the module takes.");
        }

        return faults.Count == 0 ? this : throw new ArgumentException(string.Join(Environment.NewLine, faults));
    }
}
