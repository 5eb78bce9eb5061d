using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaePipeline.Contracts.Formats;

namespace VaePipeline.Inference.Generation;

/// <summary>Reads latents row by row. Every line is checked, also where nobody asked for the column.</summary>
internal sealed class LatentCursor : DataViewRowCursor
{
    private readonly IReadOnlySet<string> _active;
    private readonly LatentReader _reader;
    private readonly RejectsFile? _rejects;
    private readonly float[] _latent;
    private long _position = -1;
    private bool _isAtEnd;

    /// <summary>Owns <paramref name="reader"/> from now on.</summary>
    public LatentCursor(DataViewSchema schema, IReadOnlySet<string> active, LatentReader reader, RejectsFile? rejects)
    {
        Schema = schema;
        _active = active;
        _reader = reader;
        _rejects = rejects;
        _latent = new float[((VectorDataViewType)schema[LatentView.LatentColumn].Type).Size];
    }

    public override DataViewSchema Schema { get; }

    /// <summary>Number of the row from 0, skipped rows not counted; -1 before the first and after the last.</summary>
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
        if (!TryRead())
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
        return _active.Contains(column.Name);
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) =>
    {
        RequireRow();
        id = new DataViewRowId((ulong)_position, 0);
    };

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!IsColumnActive(column))
        {
            throw new ArgumentException($"column \"{column.Name}\": not among the columns that the cursor was opened for; expected an active one. Ask for it in GetRowCursor.", nameof(column));
        }

        Delegate getter = column.Name switch
        {
            LatentView.LatentColumn => (ValueGetter<VBuffer<float>>)CopyLatent,
            LatentView.PlaceColumn => (ValueGetter<VBuffer<long>>)CopyPlace,
            _ => (ValueGetter<ReadOnlyMemory<char>>)CopyExtra,
        };
        return getter as ValueGetter<TValue> ?? throw new InvalidOperationException(
            $"column \"{column.Name}\": asked for {typeof(TValue)}; expected {column.Type.RawType}. Use that type.");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _reader.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool TryRead()
    {
        while (true)
        {
            try
            {
                return _reader.TryReadRow(_latent);
            }
            catch (BadRowException row) when (_rejects is not null)
            {
                _rejects.Add(row);
            }
            catch (BadRowException row)
            {
                throw _reader.InWholeFile(row);
            }
        }
    }

    private void CopyLatent(ref VBuffer<float> value)
    {
        RequireRow();
        VBufferEditor<float> editor = VBufferEditor.Create(ref value, _latent.Length);
        _latent.CopyTo(editor.Values);
        value = editor.Commit();
    }

    private void CopyPlace(ref VBuffer<long> value)
    {
        RequireRow();
        new RowPlace(_reader.Position, _rejects?.State ?? default).CopyTo(ref value);
    }

    private void CopyExtra(ref ReadOnlyMemory<char> value)
    {
        RequireRow();
        value = Encoding.UTF8.GetString(_reader.Extra).AsMemory();
    }

    private void RequireOwn(DataViewSchema.Column column)
    {
        if (column.Index >= Schema.Count || Schema[column.Index].Name != column.Name)
        {
            throw new ArgumentOutOfRangeException(nameof(column), $"column \"{column.Name}\" ({column.Index}); expected one of this schema. Take columns from it.");
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
