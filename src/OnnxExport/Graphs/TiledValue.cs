namespace VaePipeline.OnnxExport.Graphs;

/// <summary>
/// An image [N, C, H, W] held as the F x F phases of its pixels: phase (p, q) has the pixels of rows F Y + p and columns
/// F X + q, as [N, C, H / F, W / F], sides rounded up. Functions of single elements apply to phases as they are.
/// </summary>
internal sealed record TiledValue : GraphValue
{
    private const int LeastChannelsToTranspose = 8;

    private GraphValue? _whole;

    private TiledValue(BatchShape shape, int factor, IReadOnlyList<GraphValue> parts)
        : base("", shape)
    {
        Factor = factor;
        Parts = parts;
    }

    /// <inheritdoc/>
    public override string Name => throw new InvalidOperationException(
        $"the image {Shape} is held in {Factor} x {Factor} phases and has no name; expected one tensor. Take scope.Whole(value).Name.");

    /// <summary>F.</summary>
    internal override int Factor { get; }

    /// <summary>
    /// F² tensors, one a phase, p before q; or one tensor [N, F² C, H / F, W / F] of all of them, whose channel is
    /// (p F + q) C + c.
    /// </summary>
    internal override IReadOnlyList<GraphValue> Parts { get; }

    /// <summary>
    /// Whether the phases hold more rows or columns than the image, since its sides are no multiples of F. What lies beyond
    /// the image is not zero.
    /// </summary>
    public bool IsCropped => Shape[2] % Factor != 0 || Shape[3] % Factor != 0;

    /// <summary>Whether one tensor holds all phases.</summary>
    public bool IsPacked => Parts.Count == 1;

    /// <summary>Phases as tensors of their own.</summary>
    public static TiledValue Of(BatchShape shape, int factor, IReadOnlyList<GraphValue> phases) => new(shape, factor, phases);

    /// <summary>All phases in one tensor.</summary>
    public static TiledValue Packed(BatchShape shape, int factor, GraphValue packed) => new(shape, factor, [packed]);

    public override string ToString() => $"{Shape} in {Factor} x {Factor} phases";

    /// <summary>Whether another image is held in the same way, so that functions of two elements apply to the parts as they are.</summary>
    public bool IsHeldAs(TiledValue other) => Shape.Equals(other.Shape) && Factor == other.Factor && IsPacked == other.IsPacked;

    /// <inheritdoc/>
    internal override TiledValue Map(Func<GraphValue, GraphValue> function) => new(Shape, Factor, [.. Parts.Select(function)]);

    /// <summary>The pixels after a function of each element and that of another image, which is held in the same way.</summary>
    public TiledValue Map(TiledValue other, Func<GraphValue, GraphValue, GraphValue> function) =>
        new(Shape, Factor, [.. Parts.Zip(other.Parts, function)]);

    /// <summary>The image of phases in numbers.</summary>
    /// <param name="parts">One for each of <see cref="Parts"/>.</param>
    public NamedTensor Assemble(IReadOnlyList<NamedTensor> parts)
    {
        var (batch, channels, height, width) = (parts[0].Shape[0], Shape[1], Shape[2], Shape[3]);
        var (rows, columns) = (parts[0].Shape[2], parts[0].Shape[3]);
        var pixels = new float[batch * channels * height * width];
        for (var index = 0L; index < pixels.Length; index++)
        {
            var (row, column) = (index / width % height, index % width);
            var (item, channel) = (index / (width * height * channels), index / (width * height) % channels);
            var phase = (row % Factor * Factor) + (column % Factor);
            var plane = IsPacked
                ? (((item * Factor * Factor) + phase) * channels) + channel
                : (item * channels) + channel;
            pixels[index] = parts[IsPacked ? 0 : (int)phase].Data[(((plane * rows) + (row / Factor)) * columns) + (column / Factor)];
        }

        return new NamedTensor("", [batch, channels, height, width], pixels);
    }

    /// <summary>The image as one tensor, which is written once, wherever it is needed first.</summary>
    public GraphValue Whole(TranslationScope scope) => _whole ??= Write(scope);

    private GraphValue Write(TranslationScope scope)
    {
        var packed = IsPacked ? Parts[0] : scope.Node(
            "Concat",
            Parts.Select(part => part.Name),
            new BatchShape(Factor * Factor * Shape[1], Parts[0].Shape[2], Parts[0].Shape[3]),
            [OnnxAttribute.Int("axis", 1)]);
        return scope.Crop(Interleave(packed, scope), 2, Shape);
    }

    private GraphValue Interleave(GraphValue packed, TranslationScope scope)
    {
        var (channels, rows, columns) = (Shape[1], packed.Shape[2], packed.Shape[3]);
        var shape = new BatchShape(channels, rows * Factor, columns * Factor);
        if (channels < LeastChannelsToTranspose)
        {
            // Its default mode, DCR, has the pixels before the channels.
            return scope.Node("DepthToSpace", packed, shape, OnnxAttribute.Int("blocksize", Factor));
        }

        // ONNX Runtime's DepthToSpace copies element by element; with the channels last whole runs of them move.
        var last = scope.Node("Transpose", packed, new BatchShape(rows, columns, packed.Shape[1]), OnnxAttribute.Ints("perm", [0, 2, 3, 1]));
        return scope.Node("Transpose", InterleaveLast(last, Factor, scope), shape, OnnxAttribute.Ints("perm", [0, 3, 1, 2]));
    }

    /// <summary>All phases in one tensor with the channels last, [N, rows, columns, F² C], as an image [N, F rows, F columns, C].</summary>
    public static GraphValue InterleaveLast(GraphValue packed, int factor, TranslationScope scope)
    {
        var (rows, columns, run) = (packed.Shape[1], packed.Shape[2], packed.Shape[3] / factor);
        var split = scope.Reshape(packed, new BatchShape(rows, columns, factor, run));
        var swapped = scope.Node(
            "Transpose", [split.Name], new BatchShape(rows, factor, columns, run), [OnnxAttribute.Ints("perm", [0, 1, 3, 2, 4])], split.ElementType);
        return scope.Reshape(swapped, new BatchShape(rows * factor, columns * factor, run / factor));
    }
}
