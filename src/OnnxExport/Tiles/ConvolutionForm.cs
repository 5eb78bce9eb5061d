namespace VaePipeline.OnnxExport.Tiles;

/// <summary>A convolution or transposed convolution without groups and dilation, with equal strides, in numbers.</summary>
internal sealed record ConvolutionForm
{
    /// <summary>Whether it is a transposed convolution.</summary>
    public required bool IsTransposed { get; init; }

    /// <summary>[out, in, height, width], or [in, out, height, width] of a transposed one, row-major.</summary>
    public required float[] Weight { get; init; }

    /// <summary>One a channel of the output, or none.</summary>
    public required float[]? Bias { get; init; }

    /// <summary>Channels of the input.</summary>
    public required int Inputs { get; init; }

    /// <summary>Channels of the output.</summary>
    public required int Outputs { get; init; }

    /// <summary>Height and width of the kernel.</summary>
    public required int[] Kernel { get; init; }

    /// <summary>Stride of both axes.</summary>
    public required int Stride { get; init; }

    /// <summary>Padding at the top and left.</summary>
    public required int[] Padding { get; init; }

    /// <summary>Shape of the output.</summary>
    public required BatchShape OutputShape { get; init; }

    /// <summary>Each channel of the output with each of the input.</summary>
    public IEnumerable<(int Output, int Input)> Channels =>
        Enumerable.Range(0, Outputs).SelectMany(output => Enumerable.Range(0, Inputs).Select(input => (output, input)));

    /// <summary>An element of the kernel.</summary>
    public float At(int output, int input, int y, int x) => Weight[
        ((((IsTransposed ? ((long)input * Outputs) + output : ((long)output * Inputs) + input) * Kernel[0]) + y) * Kernel[1]) + x];
}
