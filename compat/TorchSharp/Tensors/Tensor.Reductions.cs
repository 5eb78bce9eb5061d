using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor all(long dim, bool keepdim = false) => Operators.Call("all.dim", this, dim, keepdim);

        public Tensor any(long dim, bool keepdim = false) => Operators.Call("any.dim", this, dim, keepdim);

        public Tensor amax(params long[] dims) => Operators.Call("amax", this, dims);

        public Tensor amin(params long[] dims) => Operators.Call("amin", this, dims);

        public Tensor argmax(long dim, bool keepdim = false) => Operators.Call("argmax", this, dim, keepdim);

        public Tensor argmin(long dim, bool keepdim = false) => Operators.Call("argmin", this, dim, keepdim);

        public Tensor argsort(long dim = -1, bool descending = false) => Operators.Call("argsort", this, dim, descending);

        public Tensor cumsum(long dim, ScalarType? type = null) => Operators.Call("cumsum", this, dim, type);

        public Tensor logsumexp(long dim, bool keepdim = false) => Operators.Call("logsumexp", this, (long[])[dim], keepdim);

        public Tensor max(Tensor other) => Operators.Call("maximum", this, other);

        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) => Operators.Pair("max.dim", this, dim, keepdim);

        public Tensor min(Tensor other) => Operators.Call("minimum", this, other);

        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) => Operators.Pair("min.dim", this, dim, keepdim);

        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) =>
            Operators.Call("mean.dim", this, dimensions, keepdim, type);

        public Tensor norm(float p = 2.0f) => Operators.Call("norm.Scalar", this, p);

        public Tensor norm(int dim, bool keepdim = false, float p = 2.0f) =>
            Operators.Call("norm.ScalarOpt_dim", this, p, (long[])[dim], keepdim);

        public Tensor prod(ScalarType? type = null) => Operators.Call("prod", this, type);

        public Tensor prod(long dim, bool keepdim = false, ScalarType? type = null) =>
            Operators.Call("prod.dim_int", this, dim, keepdim, type);

        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false) =>
            Operators.Pair("sort.stable", this, stable, dim, descending);

        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true) =>
            Operators.Pair("topk", this, k, dim, largest, sorted);

        public Tensor std(bool unbiased = true) => Operators.Call("std", this, unbiased);

        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            std([dim], unbiased, keepdim, type);

        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            InType(Operators.Call("std.dim", this, dimensions, unbiased, keepdim), type);

        /// <summary>The sample variance of all elements. The package takes no notice of the argument; the overloads with axes do.</summary>
        public Tensor var(bool unbiased = true) => Operators.Call("var", this, true);

        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            var([dim], unbiased, keepdim, type);

        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            InType(Operators.Call("var.dim", this, dimensions, unbiased, keepdim), type);

        public Tensor sum(ScalarType? type = null) => Operators.Call("sum", this, type);

        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) =>
            Operators.Call("sum.dim_IntList", this, dim, keepdim, type);

        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) => sum(dim.ToArray(), keepdim, type);

        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => sum((long[])[dim], keepdim, type);

        public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) =>
            sum((long[])[dim0, dim1], keepdim, type);

        public Tensor sum(long dim0, long dim1, long dim2, bool keepdim = false, ScalarType? type = null) =>
            sum((long[])[dim0, dim1, dim2], keepdim, type);

        private static Tensor InType(Tensor result, ScalarType? type) =>
            type is { } wanted && wanted != result.dtype ? result.to_type(wanted, disposeAfter: true) : result;
    }
}
