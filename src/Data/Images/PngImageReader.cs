using VaePipeline.Contracts.Files;
using VaePipeline.Contracts.Pictures;
using VaePipeline.Data.Formats;

namespace VaePipeline.Data.Images;

/// <summary>Images of PNG files.</summary>
internal sealed class PngImageReader : ImageReader
{
    private readonly string _expected;
    private readonly IEnumerator<LabelledFile> _files;
    private readonly byte[] _planes;
    private readonly bool _hasLabels;
    private LabelledFile _current;
    private bool _hasNext;
    private long _read;

    /// <summary>Reads some files.</summary>
    /// <param name="input">The folder that they lie in, or the one file.</param>
    /// <param name="files">The files, with labels or without.</param>
    public PngImageReader(ImageInput input, IEnumerable<LabelledFile> files)
        : base(input, input.Path)
    {
        if (Shape.Channels is not (1 or 3))
        {
            throw BadInputException.In(Path, "PNG files are grey or RGB", $"images of {Shape}, which the model takes", "Use another format.");
        }

        _expected = $"{new PngImage([], Shape.Width, Shape.Height, Shape.Channels).Kind}, which the model takes";
        _planes = new byte[Shape.PixelCount];
        _files = files.GetEnumerator();
        _hasNext = _files.MoveNext();
        _hasLabels = _hasNext && _files.Current.Label is not null;
        ExtraColumns = _hasLabels ? [ImageColumns.File, ImageColumns.Label] : [ImageColumns.File];
    }

    public override string Extra
    {
        get
        {
            string file = System.IO.Path.GetFileName(_current.Path);
            return _hasLabels ? $"{CsvText.Cell($"{_current.Label}/{file}")},{CsvText.Cell(_current.Label!)}" : CsvText.Cell(file); // not null: all have one, or none
        }
    }

    public override long BytesRead => Interlocked.Read(ref _read);

    public override long? TotalBytes => null;

    private protected override bool TryRead(Span<float> image)
    {
        if (!_hasNext)
        {
            return false;
        }

        _current = _files.Current;
        byte[] file = InputFile.ReadAllBytes(_current.Path, "a PNG file");
        Interlocked.Add(ref _read, file.Length);
        PngImage picture = PngFile.Read(file, _current.Path);
        if ((picture.Channels, picture.Height, picture.Width) != (Shape.Channels, Shape.Height, Shape.Width))
        {
            throw BadInputException.In(_current.Path, $"the picture is {picture.Kind}", _expected, "Bring the pictures to that form, or name the model that they are for.");
        }

        ChannelPlanes.Split(picture.Pixels, picture.Channels, _planes);
        PixelLevels.ToUnit(_planes, image);
        _hasNext = _files.MoveNext();
        return true;
    }

    private protected override void Close() => _files.Dispose();
}
