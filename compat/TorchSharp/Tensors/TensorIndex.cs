namespace TorchSharp;

public static partial class torch
{
    internal enum TensorIndexKind
    {
        None, Single, Null, Ellipsis, Slice, Tensor,
    }

    /// <summary>One index of <c>tensor[…]</c>: a number, a slice, an index tensor, a new axis or the ellipsis.</summary>
    public struct TensorIndex
    {
        public static TensorIndex Ellipsis = new() { Kind = TensorIndexKind.Ellipsis };

        public static TensorIndex None = new() { Kind = TensorIndexKind.None };

        public static TensorIndex Null = new() { Kind = TensorIndexKind.Null };

        public static TensorIndex Colon = Slice();

        internal TensorIndexKind Kind { get; private init; }

        internal long? Start { get; private init; }

        internal long? Stop { get; private init; }

        internal long? Step { get; private init; }

        internal Tensor? Values { get; private init; }

        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) =>
            new() { Kind = TensorIndexKind.Slice, Start = start, Stop = stop, Step = step };

        public static TensorIndex Slice((int? start, int? end) range) => Slice(range.start, range.end);

        public static TensorIndex Slice(Range range) => Slice(
            range.Start.IsFromEnd ? -range.Start.Value : range.Start.Value,
            !range.End.IsFromEnd ? range.End.Value : range.End.Value == 0 ? null : -range.End.Value);

        public static TensorIndex Single(long? index) => new() { Kind = TensorIndexKind.Single, Start = index };

        public static TensorIndex Tensor(Tensor tensor) => new() { Kind = TensorIndexKind.Tensor, Values = tensor };

        public static implicit operator TensorIndex(long value) => Single(value);

        // Never called: it makes TensorIndex the better target where a number converts to both.
        public static implicit operator Tensor(TensorIndex value) => throw new InvalidOperationException("Should not be called.");

        public static implicit operator TensorIndex((int? start, int? end) range) => Slice(range);

        public static implicit operator TensorIndex(Range range) => Slice(range);

        public static implicit operator TensorIndex(Index index) => Single(index.IsFromEnd ? -index.Value : index.Value);
    }
}
