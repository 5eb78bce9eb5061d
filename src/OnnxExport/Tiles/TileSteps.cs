namespace VaePipeline.OnnxExport.Tiles;

/// <summary>
/// What <see cref="TileConvolution"/> gives for all pixels of the tiles, in two steps of fewer taps. The first goes along
/// the rows: one channel for each pixel of a tile's column and each column of the kernel. The second goes along the
/// columns and adds these up.
/// </summary>
internal static class TileSteps
{
    // One row or column at a time, as it is.
    private static readonly AxisWindow Single = new(0, 0, 1, 0, 0, 1);

    /// <summary>
    /// What <see cref="Write"/> costs for one image and input channel, as <see cref="KernelSpeed.CostOf"/> counts it, where
    /// <see cref="TileConvolution.CanWrite"/> holds for all pixels of a tile.
    /// </summary>
    /// <param name="form">The convolution.</param>
    /// <param name="input">Shape of the image.</param>
    /// <param name="factor">F: phases of the image along an axis.</param>
    /// <param name="tile">T.</param>
    public static double CostOf(ConvolutionForm form, BatchShape input, int factor, int tile)
    {
        var (rows, columns) = TileConvolution.Axes(form, input, factor, tile);
        var between = Between(form, tile);
        var first = KernelSpeed.CostOf(between, 1) * rows.Tiles * (input[3] / factor) * Windows(columns, tile).Count * Taps(rows);
        var second = KernelSpeed.CostOf(tile * tile * form.Outputs, columns.Stride) * between * rows.Tiles * columns.Tiles * Taps(columns);
        return first + (second / form.Inputs);

        int Taps(AxisTaps axis) => Windows(axis, tile).Sum(window => window.Size);
    }

    /// <summary>Computes all pixels of the tiles.</summary>
    /// <param name="form">The convolution.</param>
    /// <param name="input">The image, or its phases; not packed.</param>
    /// <param name="tile">T: the output is computed in tiles of T x T pixels.</param>
    /// <param name="scope">Receives the nodes.</param>
    /// <returns>[N, T² times output channels, H / T, W / T], pixels before channels.</returns>
    public static GraphValue Write(ConvolutionForm form, GraphValue input, int tile, TranslationScope scope)
    {
        var (rows, columns) = TileConvolution.Axes(form, input.Shape, input.Factor, tile);
        var between = Between(form, tile);
        var shape = new BatchShape(tile * tile * form.Outputs, rows.Tiles, columns.Tiles);
        var columnShape = new BatchShape(between, rows.Tiles, input.Parts[0].Shape[3]);
        return Windows(columns, tile)
            .Select((width, index) => AlongColumns(width, index == 0 ? TileConvolution.Bias(form, tile * tile) : null))
            .Aggregate(scope.Add);

        // The columns beyond the image are zero in between as they were in the image: the first step adds no bias.
        GraphValue AlongColumns(AxisWindow width, float[]? bias) => new TileKernel(
            ColumnWeights(form, columns, width, tile, between), bias, Single, width with { Phase = 0 }, shape)
            .Write(AlongRows(width.Phase), scope);

        GraphValue AlongRows(int columnPhase) => Windows(rows, tile)
            .Select(height => new TileKernel(
                RowWeights(form, rows, height, tile, between), null, height, Single with { Phase = columnPhase }, columnShape)
                .Write(input, scope))
            .Aggregate(scope.Add);
    }

    /// <summary>
    /// Channels between the steps: (kernel column T + pixel's row) outputs + output, then zeros up to whole lanes, without
    /// which the second step would not be computed by the same kernels.
    /// </summary>
    private static int Between(ConvolutionForm form, int tile) => KernelSpeed.RoundUp(form.Kernel[1] * tile * form.Outputs);

    private static IReadOnlyList<AxisWindow> Windows(AxisTaps axis, int tile) => axis.Windows(Enumerable.Range(0, tile))
        ?? throw new ArgumentException($"no convolution gives a tile of {tile}; expected one for which CanWrite holds", nameof(tile));

    private static float[] RowWeights(ConvolutionForm form, AxisTaps rows, AxisWindow window, int tile, int between)
    {
        var weights = new float[between * form.Inputs * window.Size];
        for (var row = 0; row < tile; row++)
        {
            foreach (var (ky, y) in rows.Taps(row, window))
            {
                for (var kx = 0; kx < form.Kernel[1]; kx++)
                {
                    foreach (var (output, input) in form.Channels)
                    {
                        var channel = (((kx * tile) + row) * form.Outputs) + output;
                        weights[(((channel * form.Inputs) + input) * window.Size) + y] = form.At(output, input, ky, kx);
                    }
                }
            }
        }

        return weights;
    }

    private static float[] ColumnWeights(ConvolutionForm form, AxisTaps columns, AxisWindow window, int tile, int between)
    {
        var weights = new float[tile * tile * form.Outputs * between * window.Size];
        foreach (var (row, column) in FastForms.Pixels(tile))
        {
            foreach (var (kx, x) in columns.Taps(column, window))
            {
                for (var output = 0; output < form.Outputs; output++)
                {
                    var to = (((row * tile) + column) * form.Outputs) + output;
                    var from = (((kx * tile) + row) * form.Outputs) + output;
                    weights[(((to * between) + from) * window.Size) + x] = 1;
                }
            }
        }

        return weights;
    }
}
