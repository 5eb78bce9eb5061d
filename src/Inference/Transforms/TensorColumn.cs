using VaePipeline.Inference.Sessions;

namespace VaePipeline.Inference.Transforms;

/// <summary>A column that feeds a model's input or is filled from a model's output.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Tensor">The tensor of the model.</param>
internal sealed record TensorColumn(string Name, TensorInfo Tensor)
{
    /// <summary>The type of one element.</summary>
    public PrimitiveDataViewType ItemType => Tensor.Kind.ColumnType;

    /// <summary>The type of a column that the model fills: a vector with the tensor's axes, or a scalar for a tensor without any.</summary>
    /// <param name="keepBatchAxis">Whether the batch axis is among the column's axes, as 1; then there is always an axis.</param>
    public DataViewType Type(bool keepBatchAxis) => (keepBatchAxis, Tensor.RowShape.Count) switch
    {
        (true, _) => new VectorDataViewType(ItemType, (int[])[1, .. Tensor.RowShape]),
        (false, 0) => ItemType,
        (false, _) => new VectorDataViewType(ItemType, Tensor.RowShape.ToArray()),
    };
}
