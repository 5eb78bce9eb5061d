using System.Numerics;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Feeds the rows of a cursor to what is learned of one column.</summary>
internal abstract class NormalizerTrainer
{
    public static NormalizerTrainer Make(NormalizerOptions options, DataViewRowCursor cursor, DataViewSchema.Column source)
    {
        bool known = source.Type is not VectorDataViewType vector || vector.IsKnownSize;
        if (known && source.Type.ItemTypeOf() == NumberDataViewType.Single)
            return new Typed<float>(options, cursor, source);
        if (known && source.Type.ItemTypeOf() == NumberDataViewType.Double)
            return new Typed<double>(options, cursor, source);
        throw new ArgumentOutOfRangeException(nameof(source), $"Wrong column type for input column. Expected: Single, Double, Vector of Single or Vector of Double. Got: {source.Type}.");
    }

    /// <summary>Takes in the current row; false once there have been enough.</summary>
    public abstract bool ReadRow();

    public abstract NormalizerFunction MakeFunction();

    private sealed class Typed<T> : NormalizerTrainer
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly ValueGetter<VBuffer<T>> _getter;
        private readonly NormalizerStatistics<T> _statistics;
        private readonly bool _isVector;
        private readonly int _size;
        private long _remaining;
        private VBuffer<T> _row;

        public Typed(NormalizerOptions options, DataViewRowCursor cursor, DataViewSchema.Column source)
        {
            _remaining = options.MaximumExampleCount;
            _isVector = source.Type is VectorDataViewType;
            _size = source.Type is VectorDataViewType vector ? vector.Size : 1;
            _statistics = options.MakeStatistics<T>(_size);
            _getter = _isVector ? cursor.GetGetter<VBuffer<T>>(source) : Widen(cursor.GetGetter<T>(source));
        }

        public override bool ReadRow()
        {
            if (_remaining == 0)
                return false;
            _remaining--;
            _getter(ref _row);
            if (_row.Length != _size)
                throw new InvalidOperationException(Errors.Invariant($"Normalizer expected {_size} slots but got {_row.Length}"));
            _statistics.Add(_row);
            return true;
        }

        public override NormalizerFunction MakeFunction() => _statistics.MakeFunction(_isVector);

        private static ValueGetter<VBuffer<T>> Widen(ValueGetter<T> getter) => (ref VBuffer<T> row) =>
        {
            VBufferEditor<T> editor = VBufferEditor.Create(ref row, 1);
            getter(ref editor.Values[0]);
            row = editor.Commit();
        };
    }
}
