using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Convolution over images [N, C, H, W] or [C, H, W].</summary>
public sealed class Conv2d : Convolution
{
    internal Conv2d(
        long in_channels, long out_channels, long[] kernel_size, long[] stride, long[]? padding, Padding? padding_type, long[] dilation,
        long groups, bool bias, PaddingModes padding_mode, Device? device, ScalarType? dtype)
        : base(
            nameof(Conv2d), in_channels, out_channels, kernel_size, stride, padding, padding_type, dilation, false, [0, 0], groups, bias,
            padding_mode, device, dtype)
    {
    }

    public override Tensor forward(Tensor input) => Forward(input, relu: false);

    internal override Tensor Forward(Tensor input, bool relu)
    {
        if (!ValidateShape(input, 2))
            throw new ArgumentException($"Expected 3D (unbatched) or 4D (batched) input with {in_channels} channels to Conv2d.");
        if (padding_mode == PaddingModes.Zeros && padding is not null)
            return nn.functional.Convolve(input, weight, bias, stride, padding, dilation, groups, relu);

        // Other borders, and "same" with an even kernel, are padded first.
        PaddingModes border = padding_mode == PaddingModes.Zeros ? PaddingModes.Constant : padding_mode;
        using Tensor padded = nn.functional.pad(input, _reversed_padding_repeated_twice, border);
        return nn.functional.Convolve(padded, weight, bias, stride, [0, 0], dilation, groups, relu);
    }
}
