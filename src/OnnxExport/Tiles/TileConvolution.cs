namespace VaePipeline.OnnxExport.Tiles;

/// <summary>
/// Writes a convolution over the phases of its input that gives chosen pixels of each output tile as channels of one
/// tensor: plain Conv operators, summed.
/// </summary>
internal static class TileConvolution
{
    /// <summary>Whether <see cref="Write"/> can.</summary>
    public static bool CanWrite(
        ConvolutionForm form, BatchShape input, int factor, int tile, IReadOnlyList<(int Row, int Column)> pixels) =>
        pixels.All(pixel => Windows(form, input, factor, tile, [pixel]) is { Count: > 0 }) && Windows(form, input, factor, tile, pixels) is not null;

    /// <summary>Taps of all the convolutions that <see cref="Write"/> would write, zeros included.</summary>
    public static int TapsOf(ConvolutionForm form, BatchShape input, int factor, int tile, IReadOnlyList<(int Row, int Column)> pixels) =>
        Windows(form, input, factor, tile, pixels)?.Sum(window => window.Rows.Size * window.Columns.Size) ?? 0;

    /// <summary>The kernel that gives all pixels of the tiles from a whole image; <see cref="CanWrite"/> holds for them.</summary>
    public static TileKernel Kernel(ConvolutionForm form, BatchShape input, int tile)
    {
        (int Row, int Column)[] pixels = [.. FastForms.Pixels(tile)];
        var (rows, columns) = Axes(form, input, 1, tile);
        var window = Windows(form, input, 1, tile, pixels)!.Single();
        return new TileKernel(
            [.. Enumerable.Repeat(form.Bias ?? new float[form.Outputs], pixels.Length).SelectMany(bias => bias)],
            Weights(form, pixels, rows, columns, window),
            window.Rows,
            window.Columns,
            rows.Stride,
            new BatchShape(pixels.Length * form.Outputs, rows.Tiles, columns.Tiles));
    }

    /// <summary>Computes pixels of the tiles; <see cref="CanWrite"/> holds for them.</summary>
    /// <param name="form">The convolution.</param>
    /// <param name="input">The image, or its phases; not packed.</param>
    /// <param name="tile">T: the output is computed in tiles of T x T pixels.</param>
    /// <param name="pixels">The pixels of a tile to compute, rows and columns.</param>
    /// <param name="scope">Receives the nodes.</param>
    /// <returns>[N, pixels times output channels, H / T, W / T], pixels before channels.</returns>
    public static GraphValue Write(
        ConvolutionForm form, GraphValue input, int tile, IReadOnlyList<(int Row, int Column)> pixels, TranslationScope scope)
    {
        var (parts, factor) = input is TiledValue tiled ? (tiled.Parts, tiled.Factor) : ([input], 1);
        var (rows, columns) = Axes(form, input.Shape, factor, tile);
        var windows = Windows(form, input.Shape, factor, tile, pixels)
            ?? throw new ArgumentException($"no convolution gives these pixels of a tile of {tile}; expected pixels for which CanWrite holds", nameof(pixels));
        var shape = new BatchShape(pixels.Count * form.Outputs, rows.Tiles, columns.Tiles);
        GraphValue? sum = null;
        foreach (var window in windows)
        {
            var product = Convolve(
                parts[(window.RowPhase * factor) + window.ColumnPhase],
                Weights(form, pixels, rows, columns, window),
                sum is null ? Bias(form, pixels.Count) : null,
                shape,
                (window.Rows, rows.Stride),
                (window.Columns, columns.Stride),
                scope);
            sum = sum is null ? product : scope.Node("Add", [sum.Name, product.Name], shape);
        }

        return sum!; // There is a window at least.
    }

    /// <summary>Adds a plain convolution.</summary>
    /// <param name="input">What flows in.</param>
    /// <param name="weights">[out, in, height, width], row-major.</param>
    /// <param name="bias">One a channel of the output, or none.</param>
    /// <param name="shape">Shape of the output.</param>
    /// <param name="rows">Height and padding, and the stride, along the rows.</param>
    /// <param name="columns">The same along the columns.</param>
    /// <param name="scope">Receives the node.</param>
    public static GraphValue Convolve(
        GraphValue input,
        float[] weights,
        float[]? bias,
        BatchShape shape,
        (AxisWindow Window, int Stride) rows,
        (AxisWindow Window, int Stride) columns,
        TranslationScope scope)
    {
        var weight = scope.Constant("weight", [shape[1], input.Shape[1], rows.Window.Size, columns.Window.Size], weights);
        string[] operands = bias is null ? [input.Name, weight] : [input.Name, weight, scope.Constant("bias", [shape[1]], bias)];
        return scope.Node("Conv", operands, shape,
        [
            OnnxAttribute.Ints("kernel_shape", [rows.Window.Size, columns.Window.Size]),
            OnnxAttribute.Ints("pads", [rows.Window.PadBefore, columns.Window.PadBefore, rows.Window.PadAfter, columns.Window.PadAfter]),
            OnnxAttribute.Ints("strides", [rows.Stride, columns.Stride]),
        ]);
    }

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

    /// <summary>The part of the input's phases that pixels need; <c>null</c> where a phase cannot be convolved so.</summary>
    private static List<PhaseWindow>? Windows(
        ConvolutionForm form, BatchShape input, int factor, int tile, IReadOnlyList<(int Row, int Column)> pixels)
    {
        var (rows, columns) = Axes(form, input, factor, tile);
        int[] rowsUsed = [.. pixels.Select(pixel => pixel.Row).Distinct()];
        int[] columnsUsed = [.. pixels.Select(pixel => pixel.Column).Distinct()];
        var windows = new List<PhaseWindow>();
        for (var rowPhase = 0; rowPhase < factor; rowPhase++)
        {
            for (var columnPhase = 0; columnPhase < factor; columnPhase++)
            {
                if (!rows.Meets(rowPhase, rowsUsed) || !columns.Meets(columnPhase, columnsUsed))
                {
                    continue;
                }

                if (rows.Window(rowPhase, rowsUsed) is not { } height || columns.Window(columnPhase, columnsUsed) is not { } width)
                {
                    return null;
                }

                windows.Add(new PhaseWindow(rowPhase, columnPhase, height, width));
            }
        }

        return windows.Count == 0 ? null : windows;
    }

    private static float[] Weights(
        ConvolutionForm form, IReadOnlyList<(int Row, int Column)> pixels, AxisTaps rows, AxisTaps columns, PhaseWindow window)
    {
        var (height, width) = (window.Rows.Size, window.Columns.Size);
        var weights = new float[pixels.Count * form.Outputs * form.Inputs * height * width];
        for (var pixel = 0; pixel < pixels.Count; pixel++)
        {
            foreach (var (ky, y) in rows.Taps(pixels[pixel].Row, window.RowPhase, window.Rows))
            {
                foreach (var (kx, x) in columns.Taps(pixels[pixel].Column, window.ColumnPhase, window.Columns))
                {
                    for (var output = 0; output < form.Outputs; output++)
                    {
                        for (var input = 0; input < form.Inputs; input++)
                        {
                            var kernel = (((pixel * form.Outputs) + output) * form.Inputs) + input;
                            weights[(((kernel * height) + y) * width) + x] = form.At(output, input, ky, kx);
                        }
                    }
                }
            }
        }

        return weights;
    }

    private sealed record PhaseWindow(int RowPhase, int ColumnPhase, AxisWindow Rows, AxisWindow Columns);
}
