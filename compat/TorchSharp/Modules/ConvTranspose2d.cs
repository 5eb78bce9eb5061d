using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Transposed convolution over images [N, C, H, W] or [C, H, W]; the weight is [in, out / groups, kH, kW].</summary>
public sealed class ConvTranspose2d : ConvolutionTranspose
{
    internal ConvTranspose2d(
        long in_channels, long out_channels, long[] kernel_size, long[] stride, long[] padding, long[] output_padding, long[] dilation,
        long groups, bool bias, PaddingModes padding_mode, Device? device, ScalarType? dtype)
        : base(
            nameof(ConvTranspose2d), in_channels, out_channels, kernel_size, stride, padding, null, dilation, true, output_padding,
            groups, bias, padding_mode, device, dtype)
    {
    }

    public override Tensor forward(Tensor input, long[]? output_size) => Forward(input, output_size, relu: false);

    internal override Tensor Forward(Tensor input, bool relu) => Forward(input, null, relu);

    private Tensor Forward(Tensor input, long[]? output_size, bool relu)
    {
        if (!ValidateShape(input, 2))
            throw new ArgumentException($"Expected 3D (unbatched) or 4D (batched) input with {in_channels} channels to ConvTranspose2d.");
        long[] outputPadding = _output_padding(input, output_size, kernel_size, stride, padding!, dilation, 2); // A transposed one always has it.
        return nn.functional.ConvolveTransposed(input, weight, bias, stride, padding, outputPadding, dilation, groups, relu);
    }
}
