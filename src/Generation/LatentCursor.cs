using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaePipeline.Data.Latents;

namespace VaePipeline.Generation;

/// <summary>Reads latents row by row. Every line is checked, also where nobody asked for the column.</summary>
internal sealed class LatentCursor : StreamCursor
{
    private readonly LatentReader _reader;
    private readonly RejectsFile? _rejects;
    private readonly float[] _latent;

    /// <summary>Owns <paramref name="reader"/> from now on.</summary>
    public LatentCursor(DataViewSchema schema, IReadOnlySet<string> active, LatentReader reader, RejectsFile? rejects)
        : base(schema, active)
    {
        _reader = reader;
        _rejects = rejects;
        _latent = new float[((VectorDataViewType)schema[LatentView.LatentColumn].Type).Size];
    }

    protected override Delegate Getter(string column) => column switch
    {
        LatentView.LatentColumn => (ValueGetter<VBuffer<float>>)CopyLatent,
        LatentView.PlaceColumn => (ValueGetter<VBuffer<long>>)CopyPlace,
        _ => (ValueGetter<ReadOnlyMemory<char>>)CopyExtra,
    };

    protected override bool TryRead()
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

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _reader.Dispose();
        }

        base.Dispose(disposing);
    }

    private void CopyLatent(ref VBuffer<float> value) => Copy(_latent, ref value);

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
}
