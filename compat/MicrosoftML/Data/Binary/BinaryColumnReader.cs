using System.IO.Compression;
using System.Text;

namespace Microsoft.ML.Data;

/// <summary>Serves a column's values out of the block that was read last.</summary>
internal abstract class BinaryColumnReader
{
    /// <param name="column">What to read.</param>
    /// <param name="row">The row's place in its block at the moment of the call.</param>
    public static BinaryColumnReader Create(BinaryColumn column, Func<int> row) =>
        GenericCall.Static<BinaryColumnReader>(typeof(BinaryColumnReader), nameof(Make), [column.Column.Type.RawType], column, row);

    /// <summary>A <see cref="ValueGetter{TValue}"/> of the column's raw type.</summary>
    public abstract Delegate Getter { get; }

    /// <exception cref="FormatException">The block is damaged.</exception>
    public abstract void ReadBlock(Stream file, int block, int rowCount);

    private static Of<T> Make<T>(BinaryColumn column, Func<int> row) => new(column, row);

    private sealed class Of<T> : BinaryColumnReader
    {
        private readonly BinaryColumn _column;
        private readonly BlockFormat<T> _format;
        private T[] _values = [];

        public Of(BinaryColumn column, Func<int> row)
        {
            _column = column;
            _format = BlockFormat<T>.Of(column.Column.Type);
            Getter = (ValueGetter<T>)((ref T value) => _format.Copy(in _values[row()], ref value));
        }

        public override Delegate Getter { get; }

        public override void ReadBlock(Stream file, int block, int rowCount)
        {
            BinaryBlock place = _column.Blocks[block];
            file.Position = place.Offset;
            try
            {
                using var bytes = new BinaryReader(file, Encoding.UTF8, leaveOpen: true);
                using var stored = new MemoryStream(bytes.ReadBytes(place.Length));
                using Stream plain = _column.IsDeflated ? new DeflateStream(stored, CompressionMode.Decompress) : stored;
                using var reader = new BinaryReader(plain, Encoding.UTF8);
                _values = _format.Read(reader, rowCount);
            }
            catch (Exception error) when (error is IOException or InvalidDataException or ArgumentException)
            {
                throw new FormatException(Errors.Invariant($"Corrupt binary data view: block {block} of column '{_column.Column.Name}' cannot be read: {error.Message}"), error);
            }
        }
    }
}
