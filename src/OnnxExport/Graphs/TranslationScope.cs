namespace VaePipeline.OnnxExport.Graphs;

/// <summary>
/// A place in the tree of modules while it is written into a graph. Nodes are named <c>path/Operator</c>,
/// weights <c>path.name</c> as in the weight file, and errors begin with <c>path (type)</c>.
/// </summary>
public sealed partial class TranslationScope
{
    private readonly OnnxGraphBuilder _graph;
    private readonly Func<Module, string, FoundTranslator> _find;
    private readonly string _path;
    private readonly string _where;
    private readonly List<LayerForm> _forms = [];
    private readonly List<LayerStep> _steps = [];
    private readonly TileSupport _tiles = TileSupport.Own;

    /// <summary>The root of a tree.</summary>
    /// <param name="graph">Receives the nodes.</param>
    /// <param name="find">The translator of a module, which has that path.</param>
    /// <param name="path">Path that all others begin with, as <c>decoder</c>; it may be empty.</param>
    /// <param name="isPlain">Whether each layer becomes the operator of its name, even where another form runs faster.</param>
    internal TranslationScope(OnnxGraphBuilder graph, Func<Module, string, FoundTranslator> find, string path = "", bool isPlain = false) =>
        (_graph, _find, _path, _where, IsPlain) = (graph, find, path, path, isPlain);

    private TranslationScope(TranslationScope parent, string path, string where, TileSupport tiles)
        : this(parent._graph, parent._find, path, parent.IsPlain) =>
        (_where, _forms, _steps, _tiles) = (where, parent._forms, parent._steps, tiles);

    /// <summary>Whether each layer becomes the operator of its name, even where another form runs faster.</summary>
    public bool IsPlain { get; }

    /// <summary>The layers that have more than one form, and which they got, in the order of the graph.</summary>
    internal IReadOnlyList<LayerForm> Forms => _forms;

    /// <summary>The finished graph.</summary>
    /// <param name="metadata">What the file says about itself: its <c>metadata_props</c>.</param>
    /// <exception cref="InvalidOperationException">It has no output.</exception>
    internal BuiltGraph Build(IReadOnlyDictionary<string, string>? metadata = null)
    {
        return new BuiltGraph(_graph.ToModel(metadata), _forms, [.. _steps.Select(step => step with { Input = Final(step.Input), Output = Final(step.Output) })]);

        GraphValue Final(GraphValue value) => value.Map(part => part with { Name = _graph.NameOf(part) });
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
        ArgumentNullException.ThrowIfNull(input);
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

    /// <summary>Cuts an image to its first rows and columns, if it has more.</summary>
    /// <param name="image">The image.</param>
    /// <param name="rowAxis">The axis of the rows; that of the columns follows.</param>
    /// <param name="shape">Shape of the result.</param>
    internal GraphValue Crop(GraphValue image, int rowAxis, BatchShape shape)
    {
        if (image.Shape == shape)
        {
            return image;
        }

        string[] operands =
        [
            image.Name,
            Indices("starts", 0, 0),
            Indices("ends", shape[rowAxis], shape[rowAxis + 1]),
            Indices("axes", rowAxis, rowAxis + 1),
        ];
        return Node("Slice", operands, shape, elementType: image.ElementType);
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
        return Weight(name, shape, data);
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

        var (_, shape, data) = TensorCopy.Of(path, tensor);
        var broken = Array.FindIndex(data, value => !float.IsFinite(value));
        if (broken >= 0)
        {
            throw new BadInputException(Invariant(
                $"{path}: element {ElementIndex.Format(broken, shape)} is {data[broken]}; expected finite numbers only. Train again with a lower learning rate, export the weights of an earlier epoch, or set them first if they are new: TorchSharp leaves those of GroupNorm unset."));
        }

        return (shape, data);
    }

    /// <summary>Adds a weight of the module whose elements the translator changed.</summary>
    internal string Weight(string name, ReadOnlySpan<long> shape, float[] data) => _graph.AddInitializer<float>(Join(name, '.'), shape, data);

    /// <summary>The same of one with one axis that the module may lack.</summary>
    internal IEnumerable<string> OptionalWeight(string name, float[]? data) => data is null ? [] : [Weight(name, [data.Length], data)];

    /// <summary>Adds a weight that the module may lack.</summary>
    /// <returns>Its name as the last of a node's operands, or nothing.</returns>
    public IEnumerable<string> OptionalWeight(string name, Tensor? tensor) => tensor is null ? [] : [Weight(name, tensor)];

    /// <summary>Adds a float32 constant that is not a weight, as a factor.</summary>
    /// <returns>Its name in the graph.</returns>
    public string Constant(string name, ReadOnlySpan<long> dimensions, params ReadOnlySpan<float> data) =>
        _graph.AddInitializer(Join(name, '/'), dimensions, data);

    /// <summary>Adds a float32 constant of one number throughout.</summary>
    internal string Filled(string name, ReadOnlySpan<long> dimensions, float number) =>
        Constant(name, dimensions, [.. Enumerable.Repeat(number, (int)new BatchShape(dimensions).ElementsPerItem)]);

    /// <summary>Adds a constant of another type.</summary>
    internal string Constant<T>(string name, ReadOnlySpan<long> dimensions, ReadOnlySpan<T> data)
        where T : unmanaged => _graph.AddInitializer(Join(name, '/'), dimensions, data);

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
        return new ExportException($"{_where}: the input \"{found.Parts[0].Name}\" is {found.Shape}; expected {expected}. Make the layer before it produce that shape.");
    }

    /// <summary>Refuses an input that is no image.</summary>
    internal void RequireImage(GraphValue input)
    {
        if (input.Shape.Rank != 4)
        {
            throw ShapeMismatch(input, "[N, C, H, W]");
        }
    }

    /// <summary>The axis that a setting means, which may count from the end; N is refused.</summary>
    internal int AxisOf(string setting, long value, GraphValue input, string expected, string advice)
    {
        var axis = value < 0 ? value + input.Shape.Rank : value;
        return axis >= 1 && axis < input.Shape.Rank
            ? (int)axis
            : throw Unsupported(Invariant($"{setting} is {value}, for the input {input.Shape}"), expected, advice);
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

        var found = _find(module, path);
        return (new TranslationScope(this, path, where, found.Tiles), found.Translate);
    }

    private GraphValue Run(TranslationScope scope, ModuleTranslator<Module> translator, Module module, GraphValue input)
    {
        var output = scope._tiles switch
        {
            TileSupport.Elementwise => input.Map(part => translator(module, part, scope)),
            TileSupport.Whole => translator(module, scope.Whole(input), scope),
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
