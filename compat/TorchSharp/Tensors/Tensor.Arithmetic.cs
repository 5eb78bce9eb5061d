using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor add(Tensor target) => Operators.Call("add.Tensor", this, target);

        public Tensor add(Tensor target, Scalar alpha) => Operators.Call("add.Tensor", this, target, alpha);

        public Tensor add(Scalar scalar) => Operators.Call("add.Scalar", this, scalar);

        public Tensor add(Scalar scalar, Scalar alpha) => Operators.Call("add.Scalar", this, scalar, alpha);

        public Tensor add_(Tensor target) => Operators.InPlace("add_.Tensor", this, target);

        public Tensor add_(Tensor target, Scalar alpha) => Operators.InPlace("add_.Tensor", this, target, alpha);

        public Tensor add_(Scalar scalar) => Operators.InPlace("add_.Scalar", this, scalar);

        public Tensor add_(Scalar scalar, Scalar alpha) => Operators.InPlace("add_.Scalar", this, scalar, alpha);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2) => Operators.Call("addcdiv", this, tensor1, tensor2);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => Operators.Call("addcdiv", this, tensor1, tensor2, value);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) => Operators.InPlace("addcdiv_", this, tensor1, tensor2);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Operators.InPlace("addcdiv_", this, tensor1, tensor2, value);

        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => Operators.Call("addcmul", this, tensor1, tensor2, value);

        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Operators.InPlace("addcmul_", this, tensor1, tensor2, value);

        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) =>
            Operators.Call("addmm", this, mat1, mat2, beta, alpha);

        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
            Operators.Call("baddbmm", this, batch1, batch2, beta, alpha);

        public Tensor bmm(Tensor batch2) => Operators.Call("bmm", this, batch2);

        public Tensor outer(Tensor vec2) => Operators.Call("outer", this, vec2);

        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Operators.Call("div.Tensor_mode", this, target, Rounding(rounding_mode));

        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Operators.Call("div.Scalar_mode", this, target, Rounding(rounding_mode));

        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Operators.InPlace("div_.Tensor_mode", this, target, Rounding(rounding_mode));

        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Operators.InPlace("div_.Scalar_mode", this, target, Rounding(rounding_mode));

        public Tensor pow(Tensor exponent) => Operators.Call("pow.Tensor_Tensor", this, exponent);

        public Tensor pow(Scalar exponent) => Operators.Call("pow.Tensor_Scalar", this, exponent);

        public Tensor pow_(Tensor exponent) => Operators.InPlace("pow_.Tensor", this, exponent);

        public Tensor pow_(Scalar exponent) => Operators.InPlace("pow_.Scalar", this, exponent);

        public Tensor remainder(Scalar scalar) => Operators.Call("remainder.Scalar", this, scalar);

        public Tensor remainder(Tensor target) => Operators.Call("remainder.Tensor", this, target);

        public Tensor round(long decimals = 0) => Operators.Call("round.decimals", this, decimals);

        public Tensor round_(long decimals = 0) => Operators.InPlace("round_.decimals", this, decimals);

        public Tensor clamp(Scalar? min = null, Scalar? max = null) => Operators.Call("clamp", this, min, max);

        public Tensor clamp(Tensor? min = null, Tensor? max = null) => Operators.Call("clamp.Tensor", this, min, max);

        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => Operators.InPlace("clamp_", this, min, max);

        public Tensor clamp_(Tensor? min = null, Tensor? max = null) => Operators.InPlace("clamp_.Tensor", this, min, max);

        public Tensor clamp_min(Scalar min) => Operators.Call("clamp_min", this, min);

        public Tensor clamp_max(Scalar max) => Operators.Call("clamp_max", this, max);

        public Tensor clip(Scalar? min = null, Scalar? max = null) => clamp(min, max);

        public Tensor lerp(Tensor end, Tensor weight) => Operators.Call("lerp.Tensor", this, end, weight);

        public Tensor lerp_(Tensor end, Tensor weight) => Operators.InPlace("lerp_.Tensor", this, end, weight);

        public Tensor leaky_relu(Scalar negative_slope) => Operators.Call("leaky_relu", this, negative_slope);

        public Tensor elu(double alpha = 1) => Operators.Call("elu", this, alpha);

        public Tensor hardswish() => Operators.Call("hardswish", this);

        public Tensor softplus(double beta = 1, double threshold = 20) => Operators.Call("softplus", this, beta, threshold);

        public Tensor softmax(long dim, ScalarType? dtype = null) => Operators.Call("softmax.int", this, dim, dtype);

        public Tensor log_softmax(long dim, ScalarType? dtype = null) => Operators.Call("log_softmax.int", this, dim, dtype);

        public Tensor logit(double? eps = null) => Operators.Call("logit", this, eps);

        public Tensor fill_(Scalar value) => Operators.InPlace("fill_.Scalar", this, value);

        public Tensor zero_() => Operators.InPlace("zero_", this);

        public Tensor copy_(Tensor source, bool nonBlocking = false) => Operators.InPlace("copy_", this, source, nonBlocking);

        public Tensor clone() => Operators.Call("clone", this);

        private static string? Rounding(RoundingMode mode) => mode switch
        {
            RoundingMode.trunc => "trunc",
            RoundingMode.floor => "floor",
            _ => null,
        };
    }
}
