using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;

namespace Microsoft.ML.Transforms.Onnx;

/// <summary>A vector as a tensor; one of variable size fills the shape's free axis.</summary>
internal sealed class OnnxVectorReader<T> : OnnxInputReader
{
    private readonly ValueGetter<VBuffer<T>> _getter;
    private readonly string _name;
    private readonly int[] _shape;
    private readonly int _freeAxis;
    private readonly int _itemsPerStep;
    private VBuffer<T> _value;
    private VBuffer<T> _dense;

    public OnnxVectorReader(DataViewRow row, DataViewSchema.Column column, OnnxVariable input)
    {
        _getter = row.GetGetter<VBuffer<T>>(column);
        _name = input.Name;
        _shape = input.RowShape;
        _freeAxis = ((VectorDataViewType)column.Type).IsKnownSize ? -1 : Array.IndexOf(_shape, 0);
        _itemsPerStep = _shape.Where(axis => axis > 0).Aggregate(1, (product, axis) => product * axis);
    }

    public override NamedOnnxValue Read()
    {
        _getter(ref _value);
        _value.CopyToDense(ref _dense);
        if (_freeAxis >= 0)
            _shape[_freeAxis] = _dense.Length / _itemsPerStep;
        return OnnxTensors.Create(_name, _dense.GetValues(), _shape);
    }
}
