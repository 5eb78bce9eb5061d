using VaePipeline.Contracts.Numbers;
namespace VaePipeline.Data.Images;

/// <summary>
/// Images of a NPY file, as numpy.save writes it: [N, H, W], [N, C, H, W], [N, H, W, C] or [N, values] with 1 or 3 channels,
/// of bytes, booleans, float32 or float64 in either byte order, in C order. Bytes run to 255, others to 1, unless the
/// range is given.
/// </summary>
internal sealed class NpyImageReader : ArrayImageReader
{
    private readonly NpyInput _npy;
    private readonly PixelRangeDetector? _detector;
    private readonly byte[] _row;
    private readonly LabelFile? _labels;
    private long _next;

    /// <summary>Owns <paramref name="bytes"/> from now on, unless it throws.</summary>
    public NpyImageReader(InputStream bytes, ImageInput input)
        : base(bytes, input)
    {
        _npy = new NpyInput(bytes, long.MaxValue, "u1", "b1", "f4", "f8");
        ImageAxes axes = ImageAxes.Of(Path, _npy.Shape, input);
        if (_npy.Count == 0)
        {
            throw BadInputException.In(Path, $"the array is {ElementIndex.FormatShape(_npy.Shape)}", "at least 1 image", "Use the whole data set.");
        }

        bool isByte = _npy.Type == "u1";
        White = (input.Range ?? (isByte ? PixelRange.Byte : PixelRange.Unit)) == PixelRange.Byte ? byte.MaxValue : 1;
        IsLevels = isByte && White == byte.MaxValue;
        _detector = isByte && input.Range is null ? new PixelRangeDetector(given: null) : null;
        _row = new byte[axes.Shape.PixelCount * _npy.ElementSize];
        _labels = LabelFile.Read(input.LabelsPath ?? LabelFile.Beside(Path), Path, _npy.Shape[0]);
        Begin(axes, _labels is not null, hasValues: !IsLevels);
    }

    internal override string Kind => $"NPY file{_labels?.Suffix}";

    internal override long? Count => _npy.Shape[0];

    internal override string? Label => _labels?[_next - 1];

    private protected override bool TryReadRow()
    {
        if (_next == Count)
        {
            _npy.RequireEnd();
            _detector?.RequireTold(Path);
            return false;
        }

        if (IsLevels)
        {
            _npy.ReadBytes(Levels);
            _detector?.Watch(Levels);
        }
        else
        {
            _npy.ReadBytes(_row);
            _npy.Decode(_row, Values);
            _npy.RequireRange(Values, _next * Values.Length, White, isGiven: Input.Range is not null);
        }

        _next++;
        return true;
    }
}
