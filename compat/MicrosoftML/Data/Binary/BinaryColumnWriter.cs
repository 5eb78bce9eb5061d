using System.Text;

namespace Microsoft.ML.Data;

/// <summary>Collects a column's values until they fill a block.</summary>
internal abstract class BinaryColumnWriter
{
    public static BinaryColumnWriter Create(DataViewRow row, DataViewSchema.Column column) =>
        GenericCall.Static<BinaryColumnWriter>(typeof(BinaryColumnWriter), nameof(Make), [column.Type.RawType], row, column);

    /// <summary>Takes the current row's value.</summary>
    public abstract void ReadRow();

    /// <summary>The values since the last block, as bytes; the caller disposes them.</summary>
    public abstract MemoryStream TakeBlock();

    private static Of<T> Make<T>(DataViewRow row, DataViewSchema.Column column) => new(row.GetGetter<T>(column), BlockFormat<T>.Of(column.Type));

    private sealed class Of<T>(ValueGetter<T> getter, BlockFormat<T> format) : BinaryColumnWriter
    {
        private readonly List<T> _values = [];

        public override void ReadRow()
        {
            T value = default!; // A new one each time: vectors keep their arrays.
            getter(ref value);
            _values.Add(value);
        }

        public override MemoryStream TakeBlock()
        {
            var block = new MemoryStream();
            using (var writer = new BinaryWriter(block, Encoding.UTF8, leaveOpen: true))
                format.Write(writer, _values.ToArray());
            _values.Clear();
            return block;
        }
    }
}
