namespace VaePipeline.OnnxExport.Tiles;

/// <summary>
/// What <see cref="TileConvolution"/> gives for all pixels of the tiles, in two steps of fewer taps. The first goes along
/// the rows: one channel for each pixel of a tile's column and each column of the kernel. The second goes along the
/// columns and adds these up.
/// </summary>
internal static class TileSteps
{
    // One row or column at a time, as it is.
    private static readonly AxisWindow Single = new(0, 1, 0, 0);

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
        var phases = Phases(columns, factor, tile).Count;
        var first = KernelSpeed.CostOf(between, 1) * rows.Tiles * (input[3] / factor) * phases * Taps(rows);
        var second = KernelSpeed.CostOf(tile * tile * form.Outputs, columns.Stride) * between * rows.Tiles * columns.Tiles * Taps(columns);
        return first + (second / form.Inputs);

        int Taps(AxisTaps axis) => Phases(axis, factor, tile).Sum(phase => phase.Window.Size);
    }

    /// <summary>Computes all pixels of the tiles.</summary>
    /// <param name="form">The convolution.</param>
    /// <param name="input">The image, or its phases; not packed.</param>
    /// <param name="tile">T: the output is computed in tiles of T x T pixels.</param>
    /// <param name="scope">Receives the nodes.</param>
    /// <returns>[N, T² times output channels, H / T, W / T], pixels before channels.</returns>
    public static GraphValue Write(ConvolutionForm form, GraphValue input, int tile, TranslationScope scope)
    {
        var (parts, factor) = input is TiledValue tiled ? (tiled.Parts, tiled.Factor) : ([input], 1);
        var (rows, columns) = TileConvolution.Axes(form, input.Shape, factor, tile);
        var between = Between(form, tile);
        var shape = new BatchShape(tile * tile * form.Outputs, rows.Tiles, columns.Tiles);
        GraphValue? sum = null;
        foreach (var (columnPhase, width) in Phases(columns, factor, tile))
        {
            GraphValue? column = null;
            foreach (var (rowPhase, height) in Phases(rows, factor, tile))
            {
                var part = parts[(rowPhase * factor) + columnPhase];
                var along = TileConvolution.Convolve(
                    part,
                    RowWeights(form, rows, rowPhase, height, tile, between),
                    null,
                    new BatchShape(between, rows.Tiles, part.Shape[3]),
                    (height, rows.Stride),
                    (Single, 1),
                    scope);
                column = Plus(column, along);
            }

            // There is a row at least. The columns beyond the image are zero here as they were in the image: no bias yet.
            var bias = sum is null ? TileConvolution.Bias(form, tile * tile) : null;
            sum = Plus(sum, TileConvolution.Convolve(
                column!, ColumnWeights(form, columns, columnPhase, width, tile, between), bias, shape, (Single, 1), (width, columns.Stride), scope));
        }

        return sum!; // There is a column at least.

        GraphValue Plus(GraphValue? first, GraphValue second) => first is null ? second : scope.Add(first, second);
    }

    /// <summary>
    /// Channels between the steps: (kernel column T + pixel's row) outputs + output, then zeros up to whole lanes, without
    /// which the second step would not be computed by the same kernels.
    /// </summary>
    private static int Between(ConvolutionForm form, int tile) => KernelSpeed.RoundUp(form.Kernel[1] * tile * form.Outputs);

    private static List<(int Phase, AxisWindow Window)> Phases(AxisTaps axis, int factor, int tile)
    {
        int[] pixels = [.. Enumerable.Range(0, tile)];
        return [.. Enumerable.Range(0, factor)
            .Where(phase => axis.Meets(phase, pixels))
            .Select(phase => (phase, axis.Window(phase, pixels)
                ?? throw new ArgumentException($"no convolution gives a tile of {tile}; expected one for which CanWrite holds", nameof(tile))))];
    }

    private static float[] RowWeights(ConvolutionForm form, AxisTaps rows, int phase, AxisWindow window, int tile, int between)
    {
        var weights = new float[between * form.Inputs * window.Size];
        for (var row = 0; row < tile; row++)
        {
            foreach (var (ky, y) in rows.Taps(row, phase, window))
            {
                for (var kx = 0; kx < form.Kernel[1]; kx++)
                {
                    for (var output = 0; output < form.Outputs; output++)
                    {
                        for (var input = 0; input < form.Inputs; input++)
                        {
                            var channel = (((kx * tile) + row) * form.Outputs) + output;
                            weights[(((channel * form.Inputs) + input) * window.Size) + y] = form.At(output, input, ky, kx);
                        }
                    }
                }
            }
        }

        return weights;
    }

    private static float[] ColumnWeights(ConvolutionForm form, AxisTaps columns, int phase, AxisWindow window, int tile, int between)
    {
        var weights = new float[tile * tile * form.Outputs * between * window.Size];
        for (var column = 0; column < tile; column++)
        {
            foreach (var (kx, x) in columns.Taps(column, phase, window))
            {
                for (var row = 0; row < tile; row++)
                {
                    for (var output = 0; output < form.Outputs; output++)
                    {
                        var to = (((row * tile) + column) * form.Outputs) + output;
                        var from = (((kx * tile) + row) * form.Outputs) + output;
                        weights[(((to * between) + from) * window.Size) + x] = 1;
                    }
                }
            }
        }

        return weights;
    }
}
