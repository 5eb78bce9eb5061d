using Microsoft.ML;
using Microsoft.ML.Data;
using VaePipeline.Inference.Sessions;

namespace VaePipeline.Inference.Transforms;

/// <summary>Reads a vector column, dense or sparse; its values in order fill the tensor's row.</summary>
internal sealed class VectorInputReader<T>(DataViewRow source, DataViewSchema.Column column) : InputReader
{
    private readonly ValueGetter<VBuffer<T>> _getter = source.GetGetter<VBuffer<T>>(column);
    private VBuffer<T> _value;

    public override void Read(TensorBuffer input, int row)
    {
        _getter(ref _value);
        if (_value.Length != input.Info.RowLength)
        {
            throw BadInputException.In(
                string.Create(CultureInfo.InvariantCulture, $"column \"{column.Name}\", row {source.Position}"),
                string.Create(CultureInfo.InvariantCulture, $"{_value.Length} values"),
                string.Create(CultureInfo.InvariantCulture, $"{input.Info.RowLength} for the model's input \"{input.Info.Name}\""),
                "Make all rows of the column of that size.");
        }

        _value.CopyTo(((TensorBuffer<T>)input).Row(row));
    }
}
