using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The base of transposed convolutions.</summary>
public abstract class ConvolutionTranspose : Convolution
{
    protected ConvolutionTranspose(
        string name, long in_channels, long out_channels, long[] kernel_size, long[] stride, long[]? padding, Padding? padding_type,
        long[] dilation, bool transposed, long[] output_padding, long groups, bool bias, PaddingModes padding_mode,
        Device? device = null, ScalarType? dtype = null)
        : base(
            name, in_channels, out_channels, kernel_size, stride, padding, padding_type, dilation, transposed, output_padding, groups,
            bias, padding_mode, device, dtype)
    {
    }

    public override Tensor forward(Tensor input) => forward(input, null);

    public abstract Tensor forward(Tensor input, long[]? output_size);

    /// <summary>The output padding that gives <paramref name="output_size"/>; without one, the first of the layer's own for all axes.</summary>
    protected long[] _output_padding(
        Tensor input, long[]? output_size, long[] kernel_size, long[] stride, long[] padding, long[] dilation, long num_spatial_dims)
    {
        if (output_size is null)
            return [output_padding[0]];

        int axes = (int)num_spatial_dims;
        long[] shape = input.shape;
        int leading = shape.Length - axes;
        if (output_size.Length == leading + axes)
            output_size = output_size[leading..];
        if (output_size.Length != axes)
        {
            throw new ArgumentException(
                $"ConvTranspose{axes}D: for {shape.Length}D input, output_size must have {axes} or {leading + axes} elements (got {output_size.Length})",
                nameof(input));
        }
        var extra = new long[axes];
        for (int d = 0; d < axes; d++)
        {
            long least = ((shape[leading + d] - 1) * stride[d]) - (2 * padding[d]) + (dilation[d] * (kernel_size[d] - 1)) + 1;
            extra[d] = output_size[d] - least;
            if (extra[d] < 0 || extra[d] >= stride[d])
                throw new ArgumentException($"Requested an output size of {output_size[d]}, but valid sizes range from {least} to {least + stride[d] - 1}");
        }
        return extra;
    }
}
