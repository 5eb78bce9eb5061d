using Microsoft.ML;
using Microsoft.ML.Data;
using VaePipeline.Data.Images;

namespace VaePipeline.Generation.Encodings;

/// <summary>Reads images one by one. Each is checked, also where nobody asked for the column.</summary>
internal sealed class ImageCursor : StreamCursor
{
    private readonly ImageReader _reader;
    private readonly float[] _image;

    /// <summary>Owns <paramref name="reader"/> from now on.</summary>
    public ImageCursor(DataViewSchema schema, IReadOnlySet<string> active, ImageReader reader, int pixels)
        : base(schema, active)
    {
        _reader = reader;
        _image = new float[pixels];
    }

    protected override Delegate Getter(string column) => column == ImageView.ImageColumn
        ? (ValueGetter<VBuffer<float>>)CopyImage
        : (ValueGetter<ReadOnlyMemory<char>>)CopyExtra;

    protected override bool TryRead() => _reader.TryReadImage(_image);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _reader.Dispose();
        }

        base.Dispose(disposing);
    }

    private void CopyImage(ref VBuffer<float> value) => Copy(_image, ref value);

    private void CopyExtra(ref ReadOnlyMemory<char> value)
    {
        RequireRow();
        value = _reader.Extra.AsMemory();
    }
}
