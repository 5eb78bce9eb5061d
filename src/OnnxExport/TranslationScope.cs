using TorchSharp;
using VaePipeline.OnnxExport.Tiles;
using Module = TorchSharp.torch.nn.Module;
using Tensor = TorchSharp.torch.Tensor;

namespace VaePipeline.OnnxExport;

/// <summary>
/// A place in the tree of modules while it is written into a graph. Nodes are named <c>path/Operator</c>,
/// weights <c>path.name</c> as in the weight file, and errors begin with <c>path (type)</c>.
/// </summary>
public sealed partial class TranslationScope
{
    private readonly OnnxGraphBuilder _graph;
    private readonly ModuleTranslators _translators;
    private readonly string _path;
    private readonly string _where;
    private readonly List<LayerForm> _forms;
    private readonly List<LayerStep> _steps;
    private readonly TileSupport _tiles;

    /// <summary>The root of a tree.</summary>
    /// <param name="graph">Receives the nodes.</param>
    /// <param name="translators">Translators of the module types.</param>
    /// <param name="path">Path that all others begin with, as <c>decoder</c>; it may be empty.</param>
    /// <param name="isPlain">Whether each layer becomes the operator of its name, even where another form runs faster.</param>
    internal TranslationScope(OnnxGraphBuilder graph, ModuleTranslators translators, string path = "", bool isPlain = false)
        : this(graph, translators, path, path, isPlain, [], [], TileSupport.Own)
    {
    }

    private TranslationScope(
        OnnxGraphBuilder graph,
        ModuleTranslators translators,
        string path,
        string where,
        bool isPlain,
        List<LayerForm> forms,
        List<LayerStep> steps,
        TileSupport tiles)
    {
        _tiles = tiles;
        IsPlain = isPlain;
        _forms = forms;
        _steps = steps;
        _graph = graph;
        _translators = translators;
        _path = path;
        _where = where;
    }

    /// <summary>Whether each layer becomes the operator of its name, even where another form runs faster.</summary>
    public bool IsPlain { get; }

    /// <summary>The layers that have more than one form, and which they got, in the order of the graph.</summary>
    internal IReadOnlyList<LayerForm> Forms => _forms;

    /// <summary>The finished graph.</summary>
    /// <exception cref="InvalidOperationException">It has no output.</exception>
    internal BuiltGraph Build(OnnxModelInfo info)
    {
        return new BuiltGraph(_graph.ToModel(info), _forms, [.. _steps.Select(step => step with { Input = Final(step.Input), Output = Final(step.Output) })]);

        GraphValue Final(GraphValue value) => value is TiledValue image ? image.Map(Final) : value with { Name = _graph.NameOf(value) };
    }

    /// <summary>Writes a module below this place.</summary>
    /// <param name="name">Its name here: a key of the weight file. Empty: it stands at this very place.</param>
    /// <param name="module">The module, in evaluation mode.</param>
    /// <param name="input">What flows into it.</param>
    /// <returns>What flows out of it.</returns>
    /// <exception cref="ExportException">It, or a module below it, cannot be translated.</exception>
    /// <exception cref="BadInputException">A weight is NaN or infinite.</exception>
    public GraphValue Translate(string name, Module module, GraphValue input)
    {
        var (scope, translator) = Enter(name, module);
        var output = Run(scope, translator, module, input);
        _steps.Add(new LayerStep(scope._where, [module], input, output));
        return output;
    }

    /// <summary>The value as one tensor of its shape: an image that is held in phases is put together.</summary>
    public GraphValue Whole(GraphValue value) => value is TiledValue image ? image.Whole(this) : value;

    /// <summary>Notes which form this layer got.</summary>
    internal void Note(string form, string reason) => _forms.Add(new LayerForm(_where, form, reason));

    /// <summary>Adds an operator with one input.</summary>
    /// <param name="operatorType">Operator, as <c>Relu</c>.</param>
    /// <param name="input">Its input.</param>
    /// <param name="shape">Shape of the output.</param>
    /// <param name="attributes">Attributes of the operator.</param>
    public GraphValue Node(string operatorType, GraphValue input, BatchShape shape, params OnnxAttribute[] attributes)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Node(operatorType, [Whole(input).Name], shape, attributes);
    }

    /// <summary>Adds an operator.</summary>
    /// <param name="operatorType">Operator, as <c>Gemm</c>.</param>
    /// <param name="inputs">Names of tensors, weights and constants; an empty name leaves an optional input out.</param>
    /// <param name="shape">Shape of the output.</param>
    /// <param name="attributes">Attributes of the operator.</param>
    /// <param name="elementType">Type of the output's elements.</param>
    /// <param name="domain">Set that the operator belongs to: ONNX's own, or <c>com.microsoft</c> for ONNX Runtime's.</param>
    public GraphValue Node(
        string operatorType,
        IEnumerable<string> inputs,
        BatchShape shape,
        IEnumerable<OnnxAttribute>? attributes = null,
        OnnxElementType elementType = OnnxElementType.Float,
        string domain = "") =>
        _graph.AddNode(Join(operatorType, '/'), operatorType, inputs, shape, attributes, elementType, domain);

    /// <summary>
    /// Adds a Reshape that keeps N. The batch axis is copied (0), not guessed (-1): ONNX Runtime can then prove
    /// that shapes are equal across it, and fuses more.
    /// </summary>
    public GraphValue Reshape(GraphValue input, BatchShape shape)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(shape);
        return Node("Reshape", [Whole(input).Name, Indices("shape", [0, .. shape.Sizes])], shape, elementType: input.ElementType);
    }

    /// <summary>Adds a weight of the module as a constant.</summary>
    /// <param name="name">Its name in the module.</param>
    /// <param name="tensor">float32, any device and layout; it is copied and stays the caller's.</param>
    /// <returns>The constant's name in the graph.</returns>
    /// <exception cref="ExportException">It is not float32.</exception>
    /// <exception cref="BadInputException">An element is NaN or infinite.</exception>
    public string Weight(string name, Tensor tensor)
    {
        var (shape, data) = Numbers(name, tensor);
        return _graph.AddInitializer(Join(name, '.'), shape, data);
    }

    /// <summary>The elements of a weight of the module, which need not become a constant as they are.</summary>
    /// <param name="name">Its name in the module.</param>
    /// <param name="tensor">float32, any device and layout; it is copied and stays the caller's.</param>
    /// <returns>Its shape, and its elements row-major.</returns>
    /// <exception cref="ExportException">It is not float32.</exception>
    /// <exception cref="BadInputException">An element is NaN or infinite.</exception>
    public (long[] Shape, float[] Data) Numbers(string name, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        var path = Join(name, '.');
        if (tensor.dtype != torch.ScalarType.Float32)
        {
            throw new ExportException($"{path}: the tensor's type is {tensor.dtype}; expected Float32. Call to(torch.float32) on the network before the export.");
        }

        var (_, shape, data) = TensorData.From(path, tensor);
        var broken = Array.FindIndex(data, value => !float.IsFinite(value));
        if (broken >= 0)
        {
            throw new BadInputException(FormattableString.Invariant(
                $"{path}: element {ElementIndex.Format(broken, shape)} is {data[broken]}; expected finite numbers only. Train again with a lower learning rate, export the weights of an earlier epoch, or set them first if they are new: TorchSharp leaves those of GroupNorm unset."));
        }

        return (shape, data);
    }

    /// <summary>Adds a weight of the module whose elements the translator changed.</summary>
    internal string Weight(string name, ReadOnlySpan<long> shape, float[] data) => _graph.AddInitializer(Join(name, '.'), shape, data);

    /// <summary>The same of one with one axis that the module may lack.</summary>
    internal IEnumerable<string> OptionalWeight(string name, float[]? data) => data is null ? [] : [Weight(name, [data.Length], data)];

    /// <summary>Adds a weight that the module may lack.</summary>
    /// <returns>Its name as the last of a node's operands, or nothing.</returns>
    public IEnumerable<string> OptionalWeight(string name, Tensor? tensor) => tensor is null ? [] : [Weight(name, tensor)];

    /// <summary>Adds a float32 constant that is not a weight, as a factor.</summary>
    /// <returns>Its name in the graph.</returns>
    public string Constant(string name, ReadOnlySpan<long> dimensions, params ReadOnlySpan<float> data) =>
        _graph.AddInitializer(Join(name, '/'), dimensions, data);

    /// <summary>Adds a constant of another type, little-endian.</summary>
    internal string Constant(string name, ReadOnlySpan<long> dimensions, OnnxElementType type, ReadOnlySpan<byte> data) =>
        _graph.AddInitializer(Join(name, '/'), dimensions, type, data);

    /// <summary>Adds an int64 constant of one axis: sizes, axes, positions.</summary>
    /// <returns>Its name in the graph.</returns>
    public string Indices(string name, params ReadOnlySpan<long> values) =>
        _graph.AddInitializer(Join(name, '/'), [values.Length], values);

    /// <summary>The error for a setting that has no translation.</summary>
    /// <param name="found">Setting and value, as <c>padding_mode is Reflect</c>.</param>
    /// <param name="expected">What is covered.</param>
    /// <param name="advice">What to do: a sentence.</param>
    public ExportException Unsupported(string found, string expected, string advice) =>
        new($"{_where}: {found}; expected {expected}. {advice}");

    /// <summary>The error for an input of another shape.</summary>
    /// <param name="found">What flows in.</param>
    /// <param name="expected">Shape that the layer wants, as <c>[N, 64, H, W]</c>.</param>
    public ExportException ShapeMismatch(GraphValue found, string expected)
    {
        ArgumentNullException.ThrowIfNull(found);
        var name = (found as TiledValue)?.Parts[0].Name ?? found.Name;
        return new ExportException($"{_where}: the input \"{name}\" is {found.Shape}; expected {expected}. Make the layer before it produce that shape.");
    }

    /// <summary>The place of a module below this one.</summary>
    internal TranslationScope Below(string name, Module module) => Enter(name, module).Scope;

    /// <summary>The place of a module below this one, and its translator.</summary>
    private (TranslationScope Scope, ModuleTranslator<Module> Translator) Enter(string name, Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        var path = Join(name, '.');
        var where = $"{path} ({module.GetType().Name})";
        if (module.training)
        {
            throw new ExportException($"{where}: the module is in training mode; expected evaluation mode. Call eval() on the network before the export.");
        }

        var (translator, tiles) = _translators.Find(module, path);
        return (new TranslationScope(_graph, _translators, path, where, IsPlain, _forms, _steps, tiles), translator);
    }

    private GraphValue Run(TranslationScope scope, ModuleTranslator<Module> translator, Module module, GraphValue input)
    {
        var output = (scope._tiles, input) switch
        {
            (TileSupport.Elementwise, TiledValue image) => image.Map(part => translator(module, part, scope)),
            (TileSupport.Whole, _) => translator(module, scope.Whole(input), scope),
            _ => translator(module, input, scope),
        };
        // A translator that does not know phases may ask for the names of what it gets.
        return _tiles == TileSupport.Own ? output : Whole(output);
    }

    private string Join(string name, char separator)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _path.Length == 0 ? name : name.Length == 0 ? _path : $"{_path}{separator}{name}";
    }
}
