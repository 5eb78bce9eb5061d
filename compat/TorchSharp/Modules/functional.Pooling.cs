using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            public static Tensor max_pool2d(
                Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null, long[]? dilation = null,
                bool ceil_mode = false) =>
                Operators.Call(
                    "max_pool2d", input, kernel_size, strides ?? kernel_size, Pair(padding, 0), Pair(dilation, 1), ceil_mode);

            public static Tensor max_pool2d(
                Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
                max_pool2d(input, [kernel_size], Same(stride), Same(padding), Same(dilation), ceil_mode);

            public static (Tensor output, Tensor indices) max_pool2d_with_indices(
                Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null, long[]? dilation = null,
                bool ceil_mode = false) =>
                Operators.Pair(
                    "max_pool2d_with_indices", input, kernel_size, strides ?? kernel_size, Pair(padding, 0), Pair(dilation, 1), ceil_mode);

            public static Tensor avg_pool2d(
                Tensor input, long[] kernel_size, long[]? stride = null, long[]? padding = null, bool ceil_mode = false,
                bool count_include_pad = true, long? divisor_override = null) =>
                Operators.Call(
                    "avg_pool2d", input, kernel_size, stride ?? kernel_size, Pair(padding, 0), ceil_mode, count_include_pad,
                    divisor_override);

            public static Tensor avg_pool2d(
                Tensor input, long kernel_size, long? stride = null, long padding = 0, bool ceil_mode = false,
                bool count_include_pad = true, long? divisor_override = null) =>
                avg_pool2d(input, [kernel_size], Same(stride), [padding], ceil_mode, count_include_pad, divisor_override);

            public static Tensor adaptive_avg_pool2d(Tensor input, long[] output_size) =>
                Operators.Call("adaptive_avg_pool2d", input, Pair(output_size, 1));

            public static Tensor adaptive_avg_pool2d(Tensor input, long output_size) => adaptive_avg_pool2d(input, [output_size]);

            public static Tensor interpolate(
                Tensor x, long[]? size = null, double[]? scale_factor = null, InterpolationMode mode = InterpolationMode.Nearest,
                bool? align_corners = null, bool recompute_scale_factor = false, bool antialias = false)
            {
                if (x.ndim != 4)
                    throw new NotSupportedException($"interpolate: input of {x.ndim} axes; expected images [N, C, H, W].");
                if (antialias)
                    throw new NotSupportedException("interpolate: antialias is not supported.");
                double[]? factors = scale_factor is [double only] ? [only, only] : scale_factor;
                if (recompute_scale_factor && factors is not null)
                {
                    size = [(long)(x.shape[2] * factors[0]), (long)(x.shape[3] * factors[1])];
                    factors = null;
                }
                return mode switch
                {
                    InterpolationMode.Nearest => Operators.Call("upsample_nearest2d.vec", x, size, factors),
                    InterpolationMode.NearestExact => Operators.Call("_upsample_nearest_exact2d.vec", x, size, factors),
                    InterpolationMode.Bilinear => Operators.Call("upsample_bilinear2d.vec", x, size, align_corners ?? false, factors),
                    InterpolationMode.Bicubic => Operators.Call("upsample_bicubic2d.vec", x, size, align_corners ?? false, factors),
                    _ => throw new NotSupportedException($"interpolate: mode {mode} is not supported for images."),
                };
            }

            private static long[]? Same(long? value) => value is { } number ? [number] : null;
        }
    }
}
