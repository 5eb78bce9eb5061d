using System.Runtime.InteropServices;

namespace VaePipeline.OnnxExport.Graphs;

/// <summary>
/// Shape of a tensor in a graph: the symbolic batch axis N, then fixed sizes. Nothing in a graph fixes N.
/// </summary>
public sealed record BatchShape
{
    /// <summary>Name of the batch axis in every graph.</summary>
    public const string BatchAxis = "N";

    private readonly long[] _sizes;

    /// <summary>A shape [N, sizes].</summary>
    /// <param name="sizes">Sizes of the axes after N, each at least 1; none for a tensor of shape [N].</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public BatchShape(params ReadOnlySpan<long> sizes)
    {
        foreach (var size in sizes)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(size, 1, nameof(sizes));
        }

        _sizes = sizes.ToArray();
    }

    /// <summary>Number of axes, N included.</summary>
    public int Rank => _sizes.Length + 1;

    /// <summary>Sizes of the axes after N.</summary>
    public ReadOnlySpan<long> Sizes => _sizes;

    /// <summary>Elements of one item of the batch: the product of <see cref="Sizes"/>.</summary>
    public long ElementsPerItem => _sizes.Aggregate(1L, (product, size) => checked(product * size));

    /// <summary>Size of an axis, 1 to <see cref="Rank"/> - 1. Axis 0 is N and has none.</summary>
    public long this[int axis] => _sizes[axis - 1];

    /// <summary>The shape with another size of an axis.</summary>
    /// <param name="axis">1 to <see cref="Rank"/> - 1.</param>
    /// <param name="size">Its new size, at least 1.</param>
    public BatchShape With(int axis, long size) => new([.. _sizes[..(axis - 1)], size, .. _sizes[axis..]]);

    /// <summary>Whether both have the same sizes.</summary>
    public bool Equals(BatchShape? other) => other is not null && _sizes.AsSpan().SequenceEqual(other._sizes);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(MemoryMarshal.AsBytes(_sizes.AsSpan()));
        return hash.ToHashCode();
    }

    /// <summary>As in error messages: <c>[N, 1, 28, 28]</c>.</summary>
    public override string ToString() => $"[{string.Join(", ", [BatchAxis, .. _sizes.Select(size => Invariant($"{size}"))])}]";
}
