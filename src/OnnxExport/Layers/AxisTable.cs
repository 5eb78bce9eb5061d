namespace VaePipeline.OnnxExport.Layers;

/// <summary>
/// Resampling of images as a matrix for each axis: output pixel o is the sum of its row over the input's pixels. For
/// sizes that are no multiples of one another, which ONNX's operators do not cover or round in their own way.
/// </summary>
internal static class AxisTable
{
    /// <summary>Writes rows · image · columnsᵀ.</summary>
    /// <param name="input">[N, C, H, W].</param>
    /// <param name="rows">The matrix of the rows, [H', H].</param>
    /// <param name="columns">The matrix of the columns, [W', W].</param>
    /// <param name="scope">Receives the nodes.</param>
    /// <returns>[N, C, H', W'].</returns>
    public static GraphValue Write(GraphValue input, float[,] rows, float[,] columns, TranslationScope scope)
    {
        var (channels, height, width) = (input.Shape[1], rows.GetLongLength(0), columns.GetLongLength(0));
        var left = scope.Constant("rows", [height, rows.GetLongLength(1)], [.. rows.Cast<float>()]);
        var tall = scope.Node("MatMul", [left, input.Name], new BatchShape(channels, height, input.Shape[3]));
        var right = scope.Constant("columns", [columns.GetLongLength(1), width], Transposed(columns));
        return scope.Node("MatMul", [tall.Name, right], new BatchShape(channels, height, width));
    }

    private static float[] Transposed(float[,] matrix)
    {
        var (rows, columns) = (matrix.GetLength(0), matrix.GetLength(1));
        var result = new float[matrix.Length];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                result[(column * rows) + row] = matrix[row, column];
            }
        }

        return result;
    }
}
