using System.Numerics;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Gathers what a normalizer learns of each slot of a column; a scalar column has one slot.</summary>
internal abstract class NormalizerStatistics<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Takes in one row.</summary>
    public void Add(in VBuffer<T> row)
    {
        ReadOnlySpan<T> values = row.GetValues();
        ReadOnlySpan<int> indices = row.GetIndices();
        Rows++;
        for (int i = 0; i < values.Length; i++)
            Add(row.IsDense ? i : indices[i], values[i]);
    }

    /// <param name="isVector">Whether the column holds vectors; a scalar column's function reads scalars.</param>
    public abstract NormalizerFunction MakeFunction(bool isVector);

    protected long Rows { get; private set; }

    protected abstract void Add(int slot, T value);
}
