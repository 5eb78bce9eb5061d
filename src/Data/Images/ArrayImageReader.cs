using VaePipeline.Contracts.Pictures;

namespace VaePipeline.Data.Images;

/// <summary>
/// Images of one file of numbers. Formats give rows as the file has them, levels or values; here they become planes of the
/// size that was asked for.
/// </summary>
/// <param name="bytes">The file; owned from now on, unless the constructor of a format throws.</param>
/// <param name="input">How to read it.</param>
internal abstract class ArrayImageReader(InputStream bytes, ImageInput input) : ImageReader(input, bytes.Name)
{
    private bool _isInterleaved;
    private ImageResizer? _resizer;
    private byte[] _spareLevels = [];
    private double[] _spareValues = [];
    private double _largestRounding;

    public override long BytesRead => bytes.Read;

    public override long? TotalBytes => bytes.Total;

    internal override double LargestRounding => _largestRounding / byte.MaxValue;

    /// <summary>The row, if <see cref="IsLevels"/>: 0 to 255, in the file's order.</summary>
    private protected byte[] Levels { get; private set; } = [];

    /// <summary>The row, if not <see cref="IsLevels"/>: 0 to <see cref="White"/>, in the file's order.</summary>
    private protected double[] Values { get; private set; } = [];

    /// <summary>Which of the two holds the row.</summary>
    private protected bool IsLevels { get; set; } = true;

    /// <summary>The value that is white.</summary>
    private protected double White { get; set; } = byte.MaxValue;

    internal sealed override bool TryMoveNext()
    {
        if (!TryReadRow())
        {
            return false;
        }

        if (_isInterleaved && IsLevels)
        {
            ChannelPlanes.Split(Levels, Shape.Channels, _spareLevels);
            (Levels, _spareLevels) = (_spareLevels, Levels);
        }
        else if (_isInterleaved)
        {
            ChannelPlanes.Split<double>(Values, Shape.Channels, _spareValues);
            (Values, _spareValues) = (_spareValues, Values);
        }

        return true;
    }

    internal sealed override void CopyTo(Span<byte> levels)
    {
        if (!IsLevels)
        {
            Round();
        }

        if (_resizer is null)
        {
            Levels.CopyTo(levels);
        }
        else
        {
            _resizer.Resize(Levels, levels);
        }
    }

    private protected sealed override void CopyTo(Span<float> image)
    {
        if (_resizer is not null)
        {
            // As training sees it: resized images are levels.
            byte[] resized = new byte[image.Length];
            CopyTo(resized);
            PixelLevels.ToUnit(resized, image);
        }
        else if (IsLevels)
        {
            PixelLevels.ToUnit(Levels, image);
        }
        else
        {
            for (int i = 0; i < image.Length; i++)
            {
                image[i] = (float)(Values[i] / White);
            }
        }
    }

    /// <summary>Says what the rows are; to be called once, before the first.</summary>
    /// <param name="axes">Their shape and order.</param>
    /// <param name="hasLabels">Whether there are labels.</param>
    /// <param name="hasValues">Whether a row may be values.</param>
    private protected void Begin(ImageAxes axes, bool hasLabels, bool hasValues)
    {
        _resizer = ImageResizer.For(axes.Shape, Input.Resize, Input.Fit);
        _isInterleaved = axes.IsInterleaved;
        Shape = _resizer?.Target ?? axes.Shape;
        ExtraColumns = hasLabels ? [LabelColumn] : [];
        int size = axes.Shape.PixelCount;
        Levels = new byte[size];
        Values = new double[hasValues ? size : 0];
        _spareLevels = new byte[_isInterleaved ? size : 0];
        _spareValues = new double[_isInterleaved && hasValues ? size : 0];
    }

    /// <summary>Reads the next row into <see cref="Levels"/> or <see cref="Values"/>.</summary>
    /// <returns>False at the end, which is checked.</returns>
    private protected abstract bool TryReadRow();

    private protected override void Close() => bytes.Dispose();

    /// <summary>Rounds values to levels; ties go up.</summary>
    private void Round()
    {
        double scale = byte.MaxValue / White;
        for (int i = 0; i < Levels.Length; i++)
        {
            double level = Values[i] * scale;
            byte rounded = (byte)(level + 0.5);
            _largestRounding = Math.Max(_largestRounding, Math.Abs(level - rounded));
            Levels[i] = rounded;
        }
    }
}
