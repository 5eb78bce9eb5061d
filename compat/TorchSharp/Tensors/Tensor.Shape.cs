using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor reshape(params long[] shape) => Operators.Call("reshape", this, shape);

        public Tensor view(params long[] shape) => Operators.Call("view", this, shape);

        public Tensor view_as(Tensor other) => view(other.shape);

        public Tensor flatten(long start_dim = 0, long end_dim = -1) => Operators.Call("flatten.using_ints", this, start_dim, end_dim);

        public Tensor ravel() => Operators.Call("ravel", this);

        public Tensor unflatten(long dim, params long[] sizes)
        {
            long[] before = shape;
            long axis = dim < 0 ? dim + before.Length : dim;
            return reshape([.. before[..(int)axis], .. sizes, .. before[(int)(axis + 1)..]]);
        }

        public Tensor squeeze(long? dim = null) =>
            dim is { } axis ? Operators.Call("squeeze.dim", this, axis) : Operators.Call("squeeze", this);

        public Tensor unsqueeze(long dim) => Operators.Call("unsqueeze", this, dim);

        public Tensor unsqueeze_(long dim) => Operators.InPlace("unsqueeze_", this, dim);

        public Tensor transpose(long dim0, long dim1) => Operators.Call("transpose.int", this, dim0, dim1);

        public Tensor swapaxes(long dim0, long dim1) => transpose(dim0, dim1);

        public Tensor permute(params long[] permutation) => Operators.Call("permute", this, permutation);

        public Tensor permute(IEnumerable<long> permutation) => permute([.. permutation]);

        public Tensor mT => Operators.Call("mT", this);

        public Tensor expand(params long[] sizes) => expand(sizes, false);

        public Tensor expand(long[] sizes, bool isImplicit = false) => Operators.Call("expand", this, sizes, isImplicit);

        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false) => expand(sizes.ToArray(), isImplicit);

        public Tensor expand_as(Tensor other) => expand(other.shape, false);

        public Tensor broadcast_to(params long[] shape) => Operators.Call("broadcast_to", this, shape);

        public Tensor repeat(params long[] sizes) => Operators.Call("repeat", this, sizes);

        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null) =>
            Operators.Call("repeat_interleave.self_int", this, repeats, dim, output_size);

        public Tensor tile(long[] reps) => Operators.Call("tile", this, reps);

        public Tensor flip(params long[] dims) => Operators.Call("flip", this, dims);

        public Tensor contiguous() => Operators.Call("contiguous", this);

        public Tensor tril(long diagonal = 0) => Operators.Call("tril", this, diagonal);

        public Tensor triu(long diagonal = 0) => Operators.Call("triu", this, diagonal);

        public Tensor unfold(long dimension, long size, long step) => Operators.Call("unfold", this, dimension, size, step);
    }
}
