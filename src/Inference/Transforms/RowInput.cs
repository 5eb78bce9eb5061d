using System.Numerics;
using VaePipeline.Inference.Sessions;

namespace VaePipeline.Inference.Transforms;

/// <summary>Copies a column's value of the current row into a row of a model's input.</summary>
internal abstract class RowInput
{
    /// <summary>Takes the column's getter.</summary>
    /// <param name="source">A row or cursor in which the column is active.</param>
    /// <param name="column">The column.</param>
    /// <param name="requireFinite">Whether NaN and infinite numbers are refused.</param>
    public static RowInput Create(DataViewRow source, DataViewSchema.Column column, bool requireFinite)
    {
        (Type definition, Type element) = column.Type is VectorDataViewType vector
            ? (typeof(Vector<>), vector.ItemType.RawType)
            : (typeof(Scalar<>), column.Type.RawType);
        RowInput input = ColumnFactory.Create<RowInput>(definition, element, source, column);
        return !requireFinite ? input
            : element == typeof(float) ? new Finite<float>(input, source, column)
            : element == typeof(double) ? new Finite<double>(input, source, column)
            : input;
    }

    /// <summary>Copies the value of the row on which the source stands.</summary>
    /// <param name="input">Room for rows of the tensor.</param>
    /// <param name="row">Which row of it to write.</param>
    /// <exception cref="BadInputException">The value does not fit the tensor.</exception>
    public abstract void Read(TensorBuffer input, int row);

    /// <summary>A scalar column, for a tensor that has one element per row.</summary>
    private sealed class Scalar<T>(DataViewRow source, DataViewSchema.Column column) : RowInput
    {
        private readonly ValueGetter<T> _getter = source.GetGetter<T>(column);

        public override void Read(TensorBuffer input, int row) => _getter(ref ((TensorBuffer<T>)input).Row(row)[0]);
    }

    /// <summary>A vector column, dense or sparse; its values in order fill the tensor's row.</summary>
    private sealed class Vector<T>(DataViewRow source, DataViewSchema.Column column) : RowInput
    {
        private readonly ValueGetter<VBuffer<T>> _getter = source.GetGetter<VBuffer<T>>(column);
        private VBuffer<T> _value;

        public override void Read(TensorBuffer input, int row)
        {
            _getter(ref _value);
            if (_value.Length != input.Info.RowLength)
            {
                throw BadInputException.In(
                    Invariant($"column \"{column.Name}\", row {source.Position}"),
                    Invariant($"{_value.Length} values"),
                    Invariant($"{input.Info.RowLength} for the model's input \"{input.Info.Name}\""),
                    "Make all rows of the column of that size.");
            }

            _value.CopyTo(((TensorBuffer<T>)input).Row(row));
        }
    }

    /// <summary>Refuses rows with a NaN or an infinite number.</summary>
    private sealed class Finite<T>(RowInput values, DataViewRow source, DataViewSchema.Column column) : RowInput
        where T : IFloatingPointIeee754<T>
    {
        private readonly string _name = $"column \"{column.Name}\"";

        public override void Read(TensorBuffer input, int row)
        {
            values.Read(input, row);
            CallerRows.RequireFinite<T>(((TensorBuffer<T>)input).Row(row), _name, source.Position);
        }
    }
}
