using Microsoft.ML;
using Microsoft.ML.Data;
using VaePipeline.Inference.Sessions;

namespace VaePipeline.Inference.Transforms;

/// <summary>Copies a column's value of the current row into a row of a model's input.</summary>
internal abstract class InputReader
{
    /// <summary>Makes a reader; column and tensor have elements of one type.</summary>
    /// <param name="source">A row or cursor in which the column is active.</param>
    /// <param name="column">The column.</param>
    /// <param name="input">Where its values go.</param>
    public static InputReader Create(DataViewRow source, DataViewSchema.Column column, TensorBuffer input)
    {
        Type definition = column.Type is VectorDataViewType ? typeof(VectorInputReader<>) : typeof(ScalarInputReader<>);
        return (InputReader)Activator.CreateInstance(
            definition.MakeGenericType(input.ElementType), source, column, input)!; // null is for Nullable<T> only
    }

    /// <summary>Copies the value of the row on which the source stands.</summary>
    /// <param name="row">Which row of the input to write.</param>
    public abstract void Read(int row);
}
