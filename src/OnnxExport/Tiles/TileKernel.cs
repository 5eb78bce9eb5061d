namespace VaePipeline.OnnxExport.Tiles;

/// <summary>A convolution over a whole image that gives the pixels of tiles as channels, pixels before channels.</summary>
/// <param name="Bias">One an output.</param>
/// <param name="Weights">[outputs, inputs, height, width], row-major.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Stride">Of both axes.</param>
/// <param name="OutputShape">[N, outputs, rows of tiles, columns of tiles].</param>
internal sealed record TileKernel(float[] Bias, float[] Weights, AxisWindow Rows, AxisWindow Columns, int Stride, BatchShape OutputShape);
