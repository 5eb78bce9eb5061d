using Microsoft.ML.Data;
using VaePipeline.Inference.Sessions;

namespace VaePipeline.Inference.Transforms;

/// <summary>A batch's values of one column.</summary>
internal abstract class ColumnBuffer
{
    /// <summary>A column over the rows of a model's output.</summary>
    /// <param name="output">The output's rows.</param>
    /// <param name="type">The column's type: a vector, or a scalar where a row has one element.</param>
    public static ColumnBuffer Over(TensorBuffer output, DataViewType type) => ColumnFactory.Create<ColumnBuffer>(
        type is VectorDataViewType ? typeof(VectorOutputs<>) : typeof(ScalarOutputs<>), output.ElementType, output);
}
