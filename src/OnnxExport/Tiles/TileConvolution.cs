namespace VaePipeline.OnnxExport.Tiles;

/// <summary>
/// Writes a convolution over the phases of its input that gives chosen pixels of each output tile as channels of one
/// tensor: plain Conv operators, summed.
/// </summary>
internal static class TileConvolution
{
    /// <summary>Whether <see cref="Write"/> can.</summary>
    public static bool CanWrite(ConvolutionForm form, BatchShape input, int factor, int tile, IReadOnlyList<(int Row, int Column)> pixels) =>
        pixels.All(pixel => Windows(form, input, factor, tile, [pixel]) is not null) && Windows(form, input, factor, tile, pixels) is not null;

    /// <summary>Taps of all the convolutions that <see cref="Write"/> would write, zeros included.</summary>
    public static int TapsOf(ConvolutionForm form, BatchShape input, int factor, int tile, IReadOnlyList<(int Row, int Column)> pixels) =>
        Windows(form, input, factor, tile, pixels)?.Sum(window => window.Rows.Size * window.Columns.Size) ?? 0;

    /// <summary>The convolutions that compute pixels of the tiles, of which the first adds the bias; <see cref="CanWrite"/> holds for them.</summary>
    /// <param name="form">The convolution.</param>
    /// <param name="input">Shape of the image.</param>
    /// <param name="factor">F: phases of the image along an axis.</param>
    /// <param name="tile">T: the output is computed in tiles of T x T pixels.</param>
    /// <param name="pixels">The pixels of a tile to compute, rows and columns.</param>
    public static IEnumerable<TileKernel> Kernels(
        ConvolutionForm form, BatchShape input, int factor, int tile, IReadOnlyList<(int Row, int Column)> pixels)
    {
        var (rows, columns) = Axes(form, input, factor, tile);
        var windows = Windows(form, input, factor, tile, pixels)
            ?? throw new ArgumentException($"no convolution gives these pixels of a tile of {tile}; expected pixels for which CanWrite holds", nameof(pixels));
        var shape = new BatchShape(pixels.Count * form.Outputs, rows.Tiles, columns.Tiles);
        return windows.Select((window, index) => new TileKernel(
            Weights(form, pixels, rows, columns, window.Rows, window.Columns), index == 0 ? Bias(form, pixels.Count) : null, window.Rows, window.Columns, shape));
    }

    /// <summary>Computes pixels of the tiles; <see cref="CanWrite"/> holds for them.</summary>
    /// <param name="form">The convolution.</param>
    /// <param name="input">The image, or its phases; not packed.</param>
    /// <param name="tile">T.</param>
    /// <param name="pixels">The pixels of a tile to compute, rows and columns.</param>
    /// <param name="scope">Receives the nodes.</param>
    /// <returns>[N, pixels times output channels, H / T, W / T], pixels before channels.</returns>
    public static GraphValue Write(ConvolutionForm form, GraphValue input, int tile, IReadOnlyList<(int Row, int Column)> pixels, TranslationScope scope) =>
        Kernels(form, input.Shape, input.Factor, tile, pixels).Select(kernel => kernel.Write(input, scope)).Aggregate(scope.Add);

    /// <summary>The bias of so many pixels as channels, pixels before channels.</summary>
    public static float[]? Bias(ConvolutionForm form, int pixels) =>
        form.Bias is { } values ? [.. Enumerable.Repeat(values, pixels).SelectMany(value => value)] : null;

    /// <summary>The axes of a convolution in terms of the input's phases and the output's tiles.</summary>
    public static (AxisTaps Rows, AxisTaps Columns) Axes(ConvolutionForm form, BatchShape input, int factor, int tile)
    {
        return (Axis(0), Axis(1));

        AxisTaps Axis(int axis) => new(
            form.IsTransposed, form.Kernel[axis], form.Stride, form.Padding[axis], (int)input[axis + 2], (int)form.OutputShape[axis + 2], factor, tile);
    }

    /// <summary>The parts of the input's phases that pixels need; <c>null</c> where a phase cannot be convolved so.</summary>
    private static (AxisWindow Rows, AxisWindow Columns)[]? Windows(
        ConvolutionForm form, BatchShape input, int factor, int tile, IReadOnlyList<(int Row, int Column)> pixels)
    {
        var (rows, columns) = Axes(form, input, factor, tile);
        return rows.Windows(pixels.Select(pixel => pixel.Row).Distinct()) is { } heights && columns.Windows(pixels.Select(pixel => pixel.Column).Distinct()) is { } widths
            ? [.. heights.SelectMany(height => widths.Select(width => (height, width)))]
            : null;
    }

    private static float[] Weights(
        ConvolutionForm form, IReadOnlyList<(int Row, int Column)> pixels, AxisTaps rows, AxisTaps columns, AxisWindow height, AxisWindow width)
    {
        var weights = new float[pixels.Count * form.Outputs * form.Inputs * height.Size * width.Size];
        for (var pixel = 0; pixel < pixels.Count; pixel++)
        {
            foreach (var (ky, y) in rows.Taps(pixels[pixel].Row, height))
            {
                foreach (var (kx, x) in columns.Taps(pixels[pixel].Column, width))
                {
                    foreach (var (output, input) in form.Channels)
                    {
                        var kernel = (((pixel * form.Outputs) + output) * form.Inputs) + input;
                        weights[(((kernel * height.Size) + y) * width.Size) + x] = form.At(output, input, ky, kx);
                    }
                }
            }
        }

        return weights;
    }
}

/// <summary>A plain convolution over a phase of an image.</summary>
/// <param name="Weights">[outputs, inputs, height, width], row-major.</param>
/// <param name="Bias">One for each output, or none.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="OutputShape">[N, outputs, rows, columns].</param>
internal sealed record TileKernel(float[] Weights, float[]? Bias, AxisWindow Rows, AxisWindow Columns, BatchShape OutputShape)
{
    /// <summary>The attributes of Conv and its kind.</summary>
    public OnnxAttribute[] Attributes =>
    [
        OnnxAttribute.Ints("kernel_shape", [Rows.Size, Columns.Size]),
        OnnxAttribute.Ints("pads", [Rows.PadBefore, Columns.PadBefore, Rows.PadAfter, Columns.PadAfter]),
        OnnxAttribute.Ints("strides", [Rows.Stride, Columns.Stride]),
    ];

    /// <summary>Adds it to a graph.</summary>
    /// <param name="image">The image; its phase is taken.</param>
    /// <param name="scope">Receives the node.</param>
    public GraphValue Write(GraphValue image, TranslationScope scope)
    {
        var phase = image.Parts[(Rows.Phase * image.Factor) + Columns.Phase];
        string[] operands = [phase.Name, scope.Constant("weight", [OutputShape[1], phase.Shape[1], Rows.Size, Columns.Size], Weights)];
        return scope.Node("Conv", Bias is null ? operands : [.. operands, scope.Constant("bias", [OutputShape[1]], Bias)], OutputShape, Attributes);
    }
}
