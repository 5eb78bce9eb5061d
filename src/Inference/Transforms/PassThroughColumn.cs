using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaePipeline.Inference.Transforms;

/// <summary>Reads one of the source's columns into buffers, where its values are kept while further rows are read.</summary>
internal abstract class PassThroughColumn
{
    /// <summary>Takes the column's getter.</summary>
    /// <param name="source">A row or cursor in which the column is active.</param>
    /// <param name="column">The source's column.</param>
    /// <exception cref="NotSupportedException">The column holds values that cannot be kept.</exception>
    public static PassThroughColumn Create(DataViewRow source, DataViewSchema.Column column) => column.Type switch
    {
        VectorDataViewType { ItemType: PrimitiveDataViewType item } => ColumnFactory.Create<PassThroughColumn>(typeof(PassThroughVector<>), item.RawType, source, column),
        PrimitiveDataViewType scalar => ColumnFactory.Create<PassThroughColumn>(typeof(PassThroughScalar<>), scalar.RawType, source, column),
        _ => throw ColumnFaults.NotKept(column),
    };

    /// <summary>Makes room for a batch's values of this column.</summary>
    /// <param name="capacity">Rows that fit.</param>
    public abstract ColumnBuffer NewBuffer(int capacity);

    /// <summary>Copies the value of the row on which the source stands.</summary>
    /// <param name="buffer">One that <see cref="NewBuffer"/> made.</param>
    /// <param name="row">Which row of the buffer to write.</param>
    public abstract void Read(ColumnBuffer buffer, int row);
}
