using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) =>
                Operators.Call("linear", input, weights, bias);

            public static Tensor conv2d(
                Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? dilation = null,
                long groups = 1) =>
                Convolve(input, weight, bias, strides, padding, dilation, groups, relu: false);

            public static Tensor conv_transpose2d(
                Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null,
                long[]? output_padding = null, long[]? dilation = null, long groups = 1) =>
                ConvolveTransposed(input, weight, bias, strides, padding, output_padding, dilation, groups, relu: false);

            /// <summary>conv2d and, if asked for, relu of its result in the same pass.</summary>
            internal static Tensor Convolve(
                Tensor input, Tensor weight, Tensor? bias, long[]? strides, long[]? padding, long[]? dilation, long groups, bool relu) =>
                Operators.Call(
                    "vae_compat::conv2d", input, weight, bias, Pair(strides, 1), Pair(padding, 0), Pair(dilation, 1), groups, relu);

            /// <summary>conv_transpose2d and, if asked for, relu of its result in the same pass.</summary>
            internal static Tensor ConvolveTransposed(
                Tensor input, Tensor weight, Tensor? bias, long[]? strides, long[]? padding, long[]? output_padding, long[]? dilation,
                long groups, bool relu) =>
                Operators.Call(
                    "vae_compat::conv_transpose2d", input, weight, bias, Pair(strides, 1), Pair(padding, 0), Pair(output_padding, 0),
                    groups, Pair(dilation, 1), relu);

            public static Tensor batch_norm(
                Tensor input, Tensor? running_mean, Tensor? running_var, Tensor? weight = null, Tensor? bias = null, bool training = false,
                double momentum = 0.1, double eps = 1E-05) =>
                Operators.Call("batch_norm", input, weight, bias, running_mean, running_var, training, momentum, eps, false);

            public static Tensor layer_norm(
                Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null, double eps = 1E-05) =>
                Operators.Call("layer_norm", input, normalized_shape, weight, bias, eps);

            public static Tensor group_norm(Tensor input, long num_groups, Tensor? weight = null, Tensor? bias = null, double eps = 1E-05) =>
                Operators.Call("group_norm", input, num_groups, weight, bias, eps);

            public static Tensor one_hot(Tensor x, long num_classes = -1) => Operators.Call("one_hot", x, num_classes);

            public static Tensor pixel_shuffle(Tensor input, long upscale_factor) => Operators.Call("pixel_shuffle", input, upscale_factor);

            public static Tensor pixel_unshuffle(Tensor input, long downscale_factor) =>
                Operators.Call("pixel_unshuffle", input, downscale_factor);

            public static Tensor pad(Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0) => mode switch
            {
                PaddingModes.Zeros or PaddingModes.Constant => Operators.Call("constant_pad_nd", input, pad, value),
                _ => Operators.Call("pad", input, pad, mode.ToString().ToLowerInvariant()),
            };

            public static Tensor pad(Tensor input, ReadOnlySpan<long> pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, pad.ToArray(), mode, value);

            public static Tensor pad(Tensor input, (long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, (long[])[pad.Item1, pad.Item2], mode, value);

            public static Tensor pad(
                Tensor input, (long, long, long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, (long[])[pad.Item1, pad.Item2, pad.Item3, pad.Item4], mode, value);

            public static Tensor pad(Tensor input, long pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, (long[])[pad, pad], mode, value);

            // One number counts for both axes.
            private static long[] Pair(long[]? values, long otherwise) => values switch
            {
                null => [otherwise, otherwise],
                [long only] => [only, only],
                _ => values,
            };
        }
    }
}
