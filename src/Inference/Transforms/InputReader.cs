using Microsoft.ML;
using Microsoft.ML.Data;
using VaePipeline.Inference.Sessions;

namespace VaePipeline.Inference.Transforms;

/// <summary>Copies a column's value of the current row into a row of a model's input.</summary>
internal abstract class InputReader
{
    /// <summary>Takes the column's getter.</summary>
    /// <param name="source">A row or cursor in which the column is active.</param>
    /// <param name="column">The column.</param>
    /// <param name="requireFinite">Whether NaN and infinite numbers are refused.</param>
    public static InputReader Create(DataViewRow source, DataViewSchema.Column column, bool requireFinite)
    {
        (Type definition, Type element) = column.Type is VectorDataViewType vector
            ? (typeof(VectorInputReader<>), vector.ItemType.RawType)
            : (typeof(ScalarInputReader<>), column.Type.RawType);
        InputReader reader = ColumnFactory.Create<InputReader>(definition, element, source, column);
        return !requireFinite ? reader
            : element == typeof(float) ? new FiniteInputReader<float>(reader, source, column)
            : element == typeof(double) ? new FiniteInputReader<double>(reader, source, column)
            : reader;
    }

    /// <summary>Copies the value of the row on which the source stands.</summary>
    /// <param name="input">Room for rows of the tensor.</param>
    /// <param name="row">Which row of it to write.</param>
    /// <exception cref="Contracts.Errors.BadInputException">The value does not fit the tensor.</exception>
    public abstract void Read(TensorBuffer input, int row);
}
