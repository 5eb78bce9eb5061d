using Microsoft.ML;
using Microsoft.ML.Data;
using VaePipeline.Inference.Sessions;

namespace VaePipeline.Inference.Transforms;

/// <summary>A batch's values of one column.</summary>
internal abstract class ColumnBuffer
{
    /// <summary>Makes a buffer that keeps values of one of the source's columns while further rows are read.</summary>
    /// <param name="source">A row or cursor in which the column is active.</param>
    /// <param name="column">The source's column.</param>
    /// <param name="capacity">Rows that fit.</param>
    /// <exception cref="NotSupportedException">The column holds values that cannot be kept.</exception>
    public static ColumnBuffer Keeping(DataViewRow source, DataViewSchema.Column column, int capacity) => column.Type switch
    {
        VectorDataViewType vector => Create(typeof(KeptVectors<>), vector.ItemType.RawType, source, column, capacity),
        PrimitiveDataViewType scalar => Create(typeof(KeptScalars<>), scalar.RawType, source, column, capacity),
        _ => throw ColumnFaults.NotKept(column),
    };

    /// <summary>A column over the rows of a model's output.</summary>
    public static ColumnBuffer Over(TensorBuffer output) =>
        Create(output.Info.RowShape.Count == 0 ? typeof(ScalarOutputs<>) : typeof(VectorOutputs<>), output.ElementType, output);

    /// <summary>Takes the value of the row on which the source stands; nothing for a model's output, which the session call writes.</summary>
    public virtual void Keep(int row)
    {
    }

    // A column may be of any type, which is only known at run time.
    private static ColumnBuffer Create(Type definition, Type element, params object[] arguments) =>
        (ColumnBuffer)Activator.CreateInstance(definition.MakeGenericType(element), arguments)!; // null is for Nullable<T> only
}
