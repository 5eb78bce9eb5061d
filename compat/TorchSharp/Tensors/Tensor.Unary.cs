using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor abs() => Operators.Call("abs", this);

        public Tensor abs_() => Operators.InPlace("abs_", this);

        public Tensor acos() => Operators.Call("acos", this);

        public Tensor acos_() => Operators.InPlace("acos_", this);

        public Tensor asin() => Operators.Call("asin", this);

        public Tensor asin_() => Operators.InPlace("asin_", this);

        public Tensor atan() => Operators.Call("atan", this);

        public Tensor atan_() => Operators.InPlace("atan_", this);

        public Tensor ceil() => Operators.Call("ceil", this);

        public Tensor ceil_() => Operators.InPlace("ceil_", this);

        public Tensor cos() => Operators.Call("cos", this);

        public Tensor cos_() => Operators.InPlace("cos_", this);

        public Tensor cosh() => Operators.Call("cosh", this);

        public Tensor cosh_() => Operators.InPlace("cosh_", this);

        public Tensor sinh() => Operators.Call("sinh", this);

        public Tensor sinh_() => Operators.InPlace("sinh_", this);

        public Tensor sin() => Operators.Call("sin", this);

        public Tensor sin_() => Operators.InPlace("sin_", this);

        public Tensor tan() => Operators.Call("tan", this);

        public Tensor tan_() => Operators.InPlace("tan_", this);

        public Tensor erf() => Operators.Call("erf", this);

        public Tensor erf_() => Operators.InPlace("erf_", this);

        public Tensor erfc() => Operators.Call("erfc", this);

        public Tensor erfc_() => Operators.InPlace("erfc_", this);

        public Tensor erfinv() => Operators.Call("erfinv", this);

        public Tensor erfinv_() => Operators.InPlace("erfinv_", this);

        public Tensor exp() => Operators.Call("exp", this);

        public Tensor exp_() => Operators.InPlace("exp_", this);

        public Tensor exp2() => Operators.Call("exp2", this);

        public Tensor expm1() => Operators.Call("expm1", this);

        public Tensor expm1_() => Operators.InPlace("expm1_", this);

        public Tensor floor() => Operators.Call("floor", this);

        public Tensor floor_() => Operators.InPlace("floor_", this);

        public Tensor frac() => Operators.Call("frac", this);

        public Tensor frac_() => Operators.InPlace("frac_", this);

        public Tensor lgamma() => Operators.Call("lgamma", this);

        public Tensor lgamma_() => Operators.InPlace("lgamma_", this);

        public Tensor digamma() => Operators.Call("digamma", this);

        public Tensor digamma_() => Operators.InPlace("digamma_", this);

        public Tensor log() => Operators.Call("log", this);

        public Tensor log_() => Operators.InPlace("log_", this);

        public Tensor log10() => Operators.Call("log10", this);

        public Tensor log10_() => Operators.InPlace("log10_", this);

        public Tensor log1p() => Operators.Call("log1p", this);

        public Tensor log1p_() => Operators.InPlace("log1p_", this);

        public Tensor log2() => Operators.Call("log2", this);

        public Tensor log2_() => Operators.InPlace("log2_", this);

        public Tensor neg() => Operators.Call("neg", this);

        public Tensor neg_() => Operators.InPlace("neg_", this);

        public Tensor reciprocal() => Operators.Call("reciprocal", this);

        public Tensor reciprocal_() => Operators.InPlace("reciprocal_", this);

        public Tensor relu() => Operators.Call("relu", this);

        public Tensor relu_() => Operators.InPlace("relu_", this);

        public Tensor rsqrt() => Operators.Call("rsqrt", this);

        public Tensor rsqrt_() => Operators.InPlace("rsqrt_", this);

        public Tensor sigmoid() => Operators.Call("sigmoid", this);

        public Tensor sigmoid_() => Operators.InPlace("sigmoid_", this);

        public Tensor sign() => Operators.Call("sign", this);

        public Tensor sign_() => Operators.InPlace("sign_", this);

        public Tensor sqrt() => Operators.Call("sqrt", this);

        public Tensor sqrt_() => Operators.InPlace("sqrt_", this);

        public Tensor square() => Operators.Call("square", this);

        public Tensor tanh() => Operators.Call("tanh", this);

        public Tensor tanh_() => Operators.InPlace("tanh_", this);

        public Tensor trunc() => Operators.Call("trunc", this);

        public Tensor trunc_() => Operators.InPlace("trunc_", this);

        public Tensor isfinite() => Operators.Call("isfinite", this);

        public Tensor isinf() => Operators.Call("isinf", this);

        public Tensor isnan() => Operators.Call("isnan", this);

        public Tensor logical_not() => Operators.Call("logical_not", this);

        public Tensor logical_not_() => Operators.InPlace("logical_not_", this);

        public Tensor relu6() => Operators.Call("relu6", this);

        public Tensor relu6_() => Operators.InPlace("relu6_", this);

        public Tensor silu() => Operators.Call("silu", this);

        public Tensor silu_() => Operators.InPlace("silu_", this);

        public Tensor gelu() => Operators.Call("gelu", this);

        public Tensor gelu_() => Operators.InPlace("gelu_", this);

        public Tensor log_sigmoid() => Operators.Call("log_sigmoid", this);

        public Tensor positive() => Operators.Call("positive", this);

        public Tensor inverse() => Operators.Call("inverse", this);

        public Tensor nonzero() => Operators.Call("nonzero", this);

        public Tensor all() => Operators.Call("all", this);

        public Tensor any() => Operators.Call("any", this);

        public Tensor argmax() => Operators.Call("argmax", this);

        public Tensor argmin() => Operators.Call("argmin", this);

        public Tensor max() => Operators.Call("max", this);

        public Tensor min() => Operators.Call("min", this);

        public Tensor mean() => Operators.Call("mean", this);

        public Tensor median() => Operators.Call("median", this);

        public Tensor logdet() => Operators.Call("logdet", this);

        public Tensor det() => Operators.Call("det", this);

        public Tensor t() => Operators.Call("t", this);

        public Tensor trace() => Operators.Call("trace", this);

        public Tensor fliplr() => Operators.Call("fliplr", this);

        public Tensor flipud() => Operators.Call("flipud", this);

        public Tensor adjoint() => Operators.Call("adjoint", this);
    }
}
