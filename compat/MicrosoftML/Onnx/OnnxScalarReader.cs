using Microsoft.ML.OnnxRuntime;

namespace Microsoft.ML.Transforms.Onnx;

/// <summary>A scalar as a tensor of shape [1, 1].</summary>
internal sealed class OnnxScalarReader<T>(DataViewRow row, DataViewSchema.Column column, OnnxVariable input) : OnnxInputReader
{
    private static readonly int[] Shape = [1, 1];

    private readonly ValueGetter<T> _getter = row.GetGetter<T>(column);

    public override NamedOnnxValue Read()
    {
        T value = default!; // The getter fills it.
        _getter(ref value);
        return OnnxTensors.Create<T>(input.Name, [value], Shape);
    }
}
