using System.Runtime.InteropServices;
using VaePipeline.Contracts.Pictures;
using VaePipeline.Data.Formats;

namespace VaePipeline.Data.Images;

/// <summary>Images of a NPY file, with the labels of a file beside it.</summary>
internal sealed class NpyImageReader : ImageReader
{
    private readonly InputBytes _bytes;
    private readonly NpyInput _input;
    private readonly ImageAxes _axes;
    private readonly PixelRange _range;
    private readonly bool _isRangeGiven;
    private readonly bool _isByte;
    private readonly byte[] _row;
    private readonly double[] _values;
    private readonly float[] _interleaved;
    private readonly byte[]? _labels;
    private long _next;
    private bool _hasOne;
    private bool _hasMore;

    /// <summary>Owns <paramref name="bytes"/> from now on, unless it throws.</summary>
    public NpyImageReader(InputBytes bytes, ImageInput input, ExpectedShape asked)
        : base(input, bytes.Name)
    {
        _bytes = bytes;
        _input = new NpyInput(bytes, long.MaxValue, NpyReader.ImageTypes);
        _axes = ImageAxes.Of(Path, _input.Shape, asked);
        if (_input.Count == 0)
        {
            throw BadInputException.In(Path, $"the array is {ImageAxes.Text(_input.Shape)}", "at least 1 image", "Use the whole data set.");
        }

        _isRangeGiven = input.Range is not null;
        _range = input.Range ?? NpyReader.RangeOf(_input);
        _isByte = _input.Type == "u1";
        _row = new byte[Shape.PixelCount * _input.ElementSize];
        _values = new double[_isByte && _range == PixelRange.Byte ? 0 : Shape.PixelCount];
        _interleaved = new float[_axes.IsInterleaved ? Shape.PixelCount : 0];
        _labels = LabelsBeside.Read(Path, _input.Shape[0], NpyReader.ReadLabels)?.Labels;
        ExtraColumns = _labels is null ? [] : [ImageColumns.Label];
    }

    public override string Extra => _labels is null ? "" : _labels[_next - 1].ToString(CultureInfo.InvariantCulture);

    public override long BytesRead => _bytes.Read;

    public override long? TotalBytes => _bytes.Total;

    private protected override bool TryRead(Span<float> image)
    {
        if (_next == _input.Shape[0])
        {
            _input.RequireEnd();
            return !_isByte || _isRangeGiven || _hasMore || !_hasOne ? false : throw PixelRangeDetector.Untold(Path);
        }

        _input.ReadBytes(_row);
        Span<float> target = _axes.IsInterleaved ? _interleaved : image;
        if (_isByte && _range == PixelRange.Byte)
        {
            Watch();
            PixelLevels.ToUnit(_row, target);
        }
        else if (_input.IsNativeSingle && _range == PixelRange.Unit && IsWithinUnit(MemoryMarshal.Cast<byte, float>(_row)))
        {
            MemoryMarshal.Cast<byte, float>(_row).CopyTo(target);
        }
        else
        {
            Scale(target);
        }

        if (_axes.IsInterleaved)
        {
            ChannelPlanes.Split<float>(_interleaved, Shape.Channels, image);
        }

        _next++;
        return true;
    }

    private protected override void Close() => _input.Dispose();

    private static bool IsWithinUnit(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            if (!(value is >= 0 and <= 1))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Bytes of 0 and 1 alone may mean either range; one above tells.</summary>
    private void Watch()
    {
        if (!_hasMore)
        {
            _hasMore = _row.AsSpan().ContainsAnyExceptInRange((byte)0, (byte)1);
            _hasOne |= _row.AsSpan().Contains((byte)1);
        }
    }

    private void Scale(Span<float> target)
    {
        _input.Decode(_row, _values);
        double limit = _range == PixelRange.Unit ? 1 : byte.MaxValue;
        for (int i = 0; i < target.Length; i++)
        {
            double value = _values[i];
            target[i] = value >= 0 && value <= limit
                ? (float)(value / limit)
                : throw NpyReader.OutOfRange(_input, (_next * target.Length) + i, value, limit, _isRangeGiven);
        }
    }
}
