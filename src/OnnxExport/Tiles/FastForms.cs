namespace VaePipeline.OnnxExport.Tiles;

/// <summary>
/// Convolutions in the form that ONNX Runtime's CPU kernels run fastest. A transposed convolution, there a matrix product
/// and a scatter, becomes a plain convolution for each phase of its output. One with few output channels, of which the
/// kernels compute 16 at least, gives the pixels of a tile as channels.
/// </summary>
internal static class FastForms
{
    private const int Lanes = KernelSpeed.Lanes;
    private const int LargestTile = 8;

    /// <summary>Writes a convolution in its fast form and notes which it got.</summary>
    /// <param name="form">The convolution.</param>
    /// <param name="input">What flows in, whole or in phases.</param>
    /// <param name="scope">Receives nodes and note.</param>
    /// <returns>What flows out; <c>null</c>, with nothing written, where the plain operator is to be written.</returns>
    public static GraphValue? Write(ConvolutionForm form, GraphValue input, TranslationScope scope)
    {
        var phases = input is TiledValue { IsPacked: false, IsCropped: false } tiled ? tiled : null;
        if (form.Outputs < Lanes)
        {
            return WriteTiles(form, phases ?? scope.Whole(input));
        }

        if (!form.IsTransposed)
        {
            return Plain("it is the fastest form itself");
        }

        return WritePhases(form) ?? Plain(Invariant($"stride {form.Stride} is wider than the kernel"));

        GraphValue? Plain(string reason)
        {
            scope.Note(LayerForm.Plain, reason);
            return null;
        }

        GraphValue? WritePhases(ConvolutionForm form)
        {
            var stride = form.Stride;
            if (!TileConvolution.CanWrite(form, input.Shape, 1, stride, Pixels(stride)))
            {
                return null;
            }

            var whole = WholeForMany(input);
            var parts = Pixels(stride).Select(pixel => TileConvolution.Write(form, whole, stride, [pixel], scope)).ToArray();
            scope.Note(
                stride == 1 ? "convolution" : "phases",
                Invariant($"{parts.Length} plain convolution{(parts.Length == 1 ? "" : "s")} in place of a transposed one"));
            return stride == 1 ? parts[0] : TiledValue.Of(form.OutputShape, stride, parts);
        }

        // ONNX Runtime turns the Transpose at the end of an interleaving and its change into the kernels' layout into one copy
        // where a single operator of that layout follows. A pool of single pixels is one, and all convolutions read what it gives.
        GraphValue WholeForMany(GraphValue value)
        {
            var whole = scope.Whole(value);
            return form.Stride > 1 && value is TiledValue { IsCropped: false } && form.Inputs % Lanes == 0
                ? scope.Node("MaxPool", whole, whole.Shape, OnnxAttribute.Ints("kernel_shape", [1, 1]))
                : whole;
        }

        GraphValue? WriteTiles(ConvolutionForm form, GraphValue value)
        {
            var factor = value.Factor;
            int[] tiles = [.. Tilings(form, value.Shape, factor)];
            if (tiles.Length == 0)
            {
                return Plain(Invariant($"no tile of up to {LargestTile} x {LargestTile} pixels has a convolution"));
            }

            if (Cost(form, value.Shape, factor, tiles[0]) >= PlainCost(form, factor))
            {
                return Plain(Invariant($"{form.Outputs} output {(form.Outputs == 1 ? "channel costs" : "channels cost")} less than the zeros in a tile's kernel"));
            }

            var isStepped = SteppedCost(form, value.Shape, factor, tiles[0]) < DirectCost(form, value.Shape, factor, tiles[0]);
            var packed = isStepped
                ? TileSteps.Write(form, value, tiles[0], scope)
                : TileConvolution.Write(form, value, tiles[0], Pixels(tiles[0]), scope);
            scope.Note("tiles", Invariant(
                $"{tiles[0]} x {tiles[0]} pixels as channels{(isStepped ? ", rows first," : ",")} since the kernels compute {Lanes} channels where {form.Outputs} {(form.Outputs == 1 ? "is" : "are")} wanted"));
            return TiledValue.Packed(form.OutputShape, tiles[0], packed);
        }
    }

    /// <summary>Sides of the tiles whose pixels one convolution can give as channels; the cheapest first.</summary>
    public static IEnumerable<int> Tilings(ConvolutionForm form, BatchShape input, int factor) => Enumerable.Range(2, LargestTile - 1)
        .Where(tile => tile % (form.Stride * factor) == 0)
        .Where(tile => TileConvolution.CanWrite(form, input, factor, tile, Pixels(tile)))
        .OrderBy(tile => Cost(form, input, factor, tile));

    /// <summary>The pixels of a tile, row by row.</summary>
    public static (int Row, int Column)[] Pixels(int tile) =>
        [.. Enumerable.Range(0, tile * tile).Select(pixel => (pixel / tile, pixel % tile))];

    /// <summary>What each output pixel takes for an input channel, as <see cref="KernelSpeed.CostOf"/> counts it, zeros included.</summary>
    private static double Cost(ConvolutionForm form, BatchShape input, int factor, int tile) =>
        Math.Min(DirectCost(form, input, factor, tile), SteppedCost(form, input, factor, tile));

    private static double SteppedCost(ConvolutionForm form, BatchShape input, int factor, int tile) =>
        TileSteps.CostOf(form, input, factor, tile) / (form.OutputShape[2] * form.OutputShape[3]);

    private static double DirectCost(ConvolutionForm form, BatchShape input, int factor, int tile)
    {
        var cost = KernelSpeed.CostOf(tile * tile * form.Outputs, tile / (form.Stride * factor));
        var tiles = Math.Ceiling((double)form.OutputShape[2] / tile) * Math.Ceiling((double)form.OutputShape[3] / tile);
        return cost * tiles / (form.OutputShape[2] * form.OutputShape[3]) * TileConvolution.TapsOf(form, input, factor, tile, Pixels(tile));
    }

    /// <summary>
    /// What the plain operator takes, in the same unit, as measured with 32 input channels: a convolution with so few outputs
    /// misses a third of the kernels' speed, a transposed one scatters what a slower matrix product gives, and where the
    /// input is in phases, the whole image has to be written first.
    /// </summary>
    private static double PlainCost(ConvolutionForm form, int factor)
    {
        var taps = (double)form.Kernel[0] * form.Kernel[1];
        var isWhole = factor == 1;
        return form.IsTransposed
            ? ((1.75 * form.Outputs * taps) + (isWhole ? 0 : 29)) / (form.Stride * form.Stride)
            : (1.35 * Lanes * taps) + (isWhole ? 0 : 65);
    }
}
