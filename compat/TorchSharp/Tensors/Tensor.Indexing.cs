using System.Runtime.CompilerServices;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        [IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1]
        {
            get => index(TensorIndex.Single(i1));
            set => index_put_(value, TensorIndex.Single(i1));
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2]
        {
            get => index(i1, i2);
            set => index_put_(value, i1, i2);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3]
        {
            get => index(i1, i2, i3);
            set => index_put_(value, i1, i2, i3);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => index(i1, i2, i3, i4);
            set => index_put_(value, i1, i2, i3, i4);
        }

        public Tensor index(params TensorIndex[] indices)
        {
            using DisposeScope scope = NewDisposeScope();
            (Tensor view, Tensor?[] gathered) = Resolve(indices);
            Tensor result = gathered.Any(tensor => tensor is not null)
                ? Operators.Call("index.Tensor", view, Argument.Optional(gathered))
                : view;
            // An alias, so that the caller may dispose what it got without touching this tensor.
            return (ReferenceEquals(result, this) ? alias() : result).MoveToOuterDisposeScope();
        }

        public Tensor index(params Tensor[] indices) => index([.. indices.Select(TensorIndex.Tensor)]);

        public Tensor index_put_(Tensor value, params TensorIndex[] indices) => index_put_(value, indices, false);

        public Tensor index_put_(Tensor value, params Tensor[] indices) => index_put_(value, indices, false);

        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            using Tensor tensor = full([], value, dtype);
            return index_put_(tensor, indices, false);
        }

        public Tensor index_put_(Tensor value, Tensor[] indices, bool accumulate = false) =>
            index_put_(value, [.. indices.Select(TensorIndex.Tensor)], accumulate);

        public Tensor index_put_(Tensor value, TensorIndex[] indices, bool accumulate = false)
        {
            using DisposeScope scope = NewDisposeScope();
            (Tensor view, Tensor?[] gathered) = Resolve(indices);
            if (gathered.Any(tensor => tensor is not null))
                Operators.InPlace("index_put_", view, Argument.Optional(gathered), value, accumulate);
            else if (accumulate)
                view.add_(value);
            else
                view.copy_(value);
            return this;
        }

        public Tensor index_select(long dim, Tensor index) => Operators.Call("index_select", this, dim, index);

        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) =>
            Operators.Call("index_add", this, dim, index, source, alpha);

        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) =>
            Operators.InPlace("index_add_", this, dim, index, source, alpha);

        public Tensor gather(long dim, Tensor index) => Operators.Call("gather", this, dim, index);

        public Tensor masked_fill(Tensor mask, Scalar value) => Operators.Call("masked_fill.Scalar", this, mask, value);

        public Tensor masked_fill_(Tensor mask, Scalar value) => Operators.InPlace("masked_fill_.Scalar", this, mask, value);

        public Tensor masked_select(Tensor mask) => Operators.Call("masked_select", this, mask);

        public Tensor narrow(long dim, long start, long length) => Operators.Call("narrow", this, dim, start, length);

        public Tensor slice(long dim, long start, long finish, long step) => Operators.Call("slice.Tensor", this, dim, start, finish, step);

        public Tensor select(long dim, long index) => Operators.Call("select.int", this, dim, index);

        public Tensor[] split(long size, int dim = 0) => Operators.List("split.Tensor", this, size, dim);

        public Tensor[] split(long[] sizes, long dim = 0) => Operators.List("split_with_sizes", this, sizes, dim);

        public Tensor[] chunk(long chunks, long dim = 0) => Operators.List("chunk", this, chunks, dim);

        public Tensor[] unbind(long dimension = 0) => Operators.List("unbind.int", this, dimension);

        // Turns numbers, slices, None and the ellipsis into views; index tensors stay, at the axes of that view.
        private (Tensor View, Tensor?[] Gathered) Resolve(TensorIndex[] indices)
        {
            Tensor view = this;
            var gathered = new List<Tensor?>();
            int axis = 0;
            foreach (TensorIndex index in indices)
            {
                switch (index.Kind)
                {
                    case TensorIndexKind.Single:
                        view = view.select(axis, index.Start!.Value);
                        break;
                    case TensorIndexKind.Slice:
                        view = Operators.Call("slice.Tensor", view, axis++, index.Start, index.Stop, index.Step ?? 1);
                        gathered.Add(null);
                        break;
                    case TensorIndexKind.None:
                        view = view.unsqueeze(axis++);
                        gathered.Add(null);
                        break;
                    case TensorIndexKind.Ellipsis:
                        long rest = indices.Reverse().TakeWhile(other => other.Kind != TensorIndexKind.Ellipsis).Sum(Axes);
                        for (; axis < view.ndim - rest; axis++)
                            gathered.Add(null);
                        break;
                    case TensorIndexKind.Tensor:
                        gathered.Add(index.Values);
                        axis += (int)Axes(index);
                        break;
                    default:
                        throw new InvalidOperationException($"an index of kind {index.Kind} is not supported here");
                }
            }
            return (view, [.. gathered]);
        }

        private static long Axes(TensorIndex index) => index.Kind switch
        {
            TensorIndexKind.None or TensorIndexKind.Ellipsis => 0,
            TensorIndexKind.Tensor when index.Values!.dtype == ScalarType.Bool => index.Values.ndim,
            _ => 1,
        };
    }
}
