using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor eq(Tensor target) => Operators.Call("eq.Tensor", this, target);

        public Tensor eq(Scalar target) => Operators.Call("eq.Scalar", this, target);

        public Tensor ne(Tensor target) => Operators.Call("ne.Tensor", this, target);

        public Tensor ne(Scalar target) => Operators.Call("ne.Scalar", this, target);

        public Tensor lt(Tensor target) => Operators.Call("lt.Tensor", this, target);

        public Tensor lt(Scalar target) => Operators.Call("lt.Scalar", this, target);

        public Tensor le(Tensor target) => Operators.Call("le.Tensor", this, target);

        public Tensor le(Scalar target) => Operators.Call("le.Scalar", this, target);

        public Tensor gt(Tensor target) => Operators.Call("gt.Tensor", this, target);

        public Tensor gt(Scalar target) => Operators.Call("gt.Scalar", this, target);

        public Tensor ge(Tensor target) => Operators.Call("ge.Tensor", this, target);

        public Tensor ge(Scalar target) => Operators.Call("ge.Scalar", this, target);

        public Tensor mul(Tensor target) => Operators.Call("mul.Tensor", this, target);

        public Tensor mul_(Tensor target) => Operators.InPlace("mul_.Tensor", this, target);

        public Tensor mul(Scalar target) => Operators.Call("mul.Scalar", this, target);

        public Tensor mul_(Scalar target) => Operators.InPlace("mul_.Scalar", this, target);

        public Tensor sub(Tensor target) => Operators.Call("sub.Tensor", this, target);

        public Tensor sub_(Tensor target) => Operators.InPlace("sub_.Tensor", this, target);

        public Tensor sub(Scalar target) => Operators.Call("sub.Scalar", this, target);

        public Tensor sub_(Scalar target) => Operators.InPlace("sub_.Scalar", this, target);

        public Tensor matmul(Tensor target) => Operators.Call("matmul", this, target);

        public Tensor mm(Tensor target) => Operators.Call("mm", this, target);

        public Tensor dot(Tensor target) => Operators.Call("dot", this, target);

        public Tensor maximum(Tensor other) => Operators.Call("maximum", this, other);

        public Tensor minimum(Tensor other) => Operators.Call("minimum", this, other);

        public Tensor atan2(Tensor other) => Operators.Call("atan2", this, other);

        public Tensor logical_and(Tensor other) => Operators.Call("logical_and", this, other);

        public Tensor logical_or(Tensor other) => Operators.Call("logical_or", this, other);

        public Tensor logical_xor(Tensor other) => Operators.Call("logical_xor", this, other);
    }
}
