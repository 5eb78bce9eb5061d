using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaePipeline.Contracts.Formats;

namespace VaePipeline.Inference.Generation;

/// <summary>Reads a latent CSV row by row. Every line is checked, also where nobody asked for the column.</summary>
internal sealed class LatentCsvCursor : DataViewRowCursor
{
    private readonly LatentCsvView _view;
    private readonly LatentCsvReader _reader;
    private readonly bool _isActive;
    private readonly float[] _latent;
    private long _position = -1;
    private bool _isAtEnd;

    public LatentCsvCursor(LatentCsvView view, string path, bool isActive)
    {
        _view = view;
        _isActive = isActive;
        _latent = new float[view.LatentSize];
        _reader = new LatentCsvReader(path, view.LatentSize);
    }

    public override DataViewSchema Schema => _view.Schema;

    /// <summary>Number of the row from 0; -1 before the first and after the last.</summary>
    public override long Position => _position;

    /// <summary>Always 0: there is one cursor, so there is nothing to put back into order.</summary>
    public override long Batch => 0;

    public override bool MoveNext()
    {
        if (_isAtEnd)
        {
            return false;
        }

        // After an error, too, there is no row to serve and no further line to read.
        _isAtEnd = true;
        long next = _position + 1;
        _position = -1;
        if (!_reader.TryReadRow(_latent))
        {
            return false;
        }

        _isAtEnd = false;
        _position = next;
        return true;
    }

    public override bool IsColumnActive(DataViewSchema.Column column)
    {
        RequireOwn(column);
        return _isActive;
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) =>
    {
        RequireRow();
        id = new DataViewRowId((ulong)_position, 0);
    };

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        RequireOwn(column);
        if (!_isActive)
        {
            throw new ArgumentException($"column \"{column.Name}\": not among the columns that the cursor was opened for; expected an active one. Ask for it in GetRowCursor.", nameof(column));
        }

        ValueGetter<VBuffer<float>> getter = CopyLatent;
        return getter as ValueGetter<TValue> ?? throw new InvalidOperationException(
            $"column \"{column.Name}\": asked for {typeof(TValue)}; expected {typeof(VBuffer<float>)}. Use that type.");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _reader.Dispose();
        }

        base.Dispose(disposing);
    }

    private void CopyLatent(ref VBuffer<float> value)
    {
        RequireRow();
        VBufferEditor<float> editor = VBufferEditor.Create(ref value, _latent.Length);
        _latent.CopyTo(editor.Values);
        value = editor.Commit();
    }

    private static void RequireOwn(DataViewSchema.Column column)
    {
        if (column.Index != 0 || column.Name != LatentCsvView.ColumnName)
        {
            throw new ArgumentOutOfRangeException(nameof(column), string.Create(CultureInfo.InvariantCulture, $"column \"{column.Name}\" ({column.Index}); expected \"{LatentCsvView.ColumnName}\" (0). Take columns from this schema."));
        }
    }

    private void RequireRow()
    {
        if (_position < 0)
        {
            throw new InvalidOperationException("no row; expected a successful MoveNext before a value is read. Call MoveNext.");
        }
    }
}
