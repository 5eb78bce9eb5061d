using VaePipeline.Contracts.Pictures;
using VaePipeline.Data.Formats;

namespace VaePipeline.Data.Images;

/// <summary>Images of an IDX file, with the labels of a file beside it.</summary>
internal sealed class IdxImageReader : ImageReader
{
    private readonly InputBytes _bytes;
    private readonly IdxInput _input;
    private readonly ImageAxes _axes;
    private readonly (ulong Offset, string Contents) _end;
    private readonly uint _count;
    private readonly byte[] _levels;
    private readonly byte[] _planes;
    private readonly byte[]? _labels;
    private uint _next;

    /// <summary>Owns <paramref name="bytes"/> from now on, unless it throws.</summary>
    public IdxImageReader(InputBytes bytes, ImageInput input, ExpectedShape asked)
        : base(input, bytes.Name)
    {
        _bytes = bytes;
        _input = new IdxInput(bytes, "an IDX file of images");
        (_count, _axes) = IdxReader.ReadHeader(_input, asked);
        if (_count == 0)
        {
            throw BadInputException.In(Path, "it holds no images", "at least 1", "Use the whole data set.");
        }

        ulong length = (ulong)_count * (uint)Shape.PixelCount;
        _end = (length + (ulong)_input.Offset, IdxReader.Contents(_count, Shape));
        _input.RequireRoom(length, _end.Contents);
        _levels = new byte[Shape.PixelCount];
        _planes = _axes.IsInterleaved ? new byte[Shape.PixelCount] : _levels;
        _labels = LabelsBeside.Read(Path, _count, IdxReader.ReadLabels)?.Labels;
        ExtraColumns = _labels is null ? [] : [ImageColumns.Label];
    }

    public override string Extra => _labels is null ? "" : _labels[_next - 1].ToString(CultureInfo.InvariantCulture);

    public override long BytesRead => _bytes.Read;

    public override long? TotalBytes => _bytes.Total;

    private protected override bool TryRead(Span<float> image)
    {
        if (_next == _count)
        {
            _input.RequireEnd(_end.Contents);
            return false;
        }

        _input.ReadRow(_levels, _end);
        if (_axes.IsInterleaved)
        {
            ChannelPlanes.Split(_levels, Shape.Channels, _planes);
        }

        PixelLevels.ToUnit(_planes, image);
        _next++;
        return true;
    }

    private protected override void Close() => _input.Dispose();
}
