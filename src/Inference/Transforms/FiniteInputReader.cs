using System.Numerics;
using Microsoft.ML;
using VaePipeline.Inference.Sessions;

namespace VaePipeline.Inference.Transforms;

/// <summary>Refuses rows with a NaN or an infinite number.</summary>
internal sealed class FiniteInputReader<T>(InputReader reader, DataViewRow source, DataViewSchema.Column column) : InputReader
    where T : IFloatingPointIeee754<T>
{
    public override void Read(TensorBuffer input, int row)
    {
        reader.Read(input, row);
        Span<T> values = ((TensorBuffer<T>)input).Row(row);
        for (int i = 0; i < values.Length; i++)
        {
            if (!T.IsFinite(values[i]))
            {
                throw BadInputException.In(
                    string.Create(CultureInfo.InvariantCulture, $"column \"{column.Name}\", row {source.Position}"),
                    string.Create(CultureInfo.InvariantCulture, $"value {i} is {values[i]}"),
                    "finite numbers",
                    $"Mend or filter the data, or set {nameof(BatchedOnnxOptions.NonFinite)} to {nameof(NonFinitePolicy.PassThrough)}.");
            }
        }
    }
}
