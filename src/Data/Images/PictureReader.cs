using VaePipeline.Contracts.Files;
using VaePipeline.Contracts.Pictures;

namespace VaePipeline.Data.Images;

/// <summary>Images of picture files. A window of files is decoded ahead on all cores.</summary>
internal sealed class PictureReader : ImageReader
{
    private const int FirstWindow = 16;
    private const int LargestWindow = 1024;
    private const int WindowBytes = 1 << 26;

    private readonly IEnumerator<LabelledFile> _files;
    private readonly CancellationToken _cancellationToken;
    private readonly bool _hasLabels;
    private readonly List<LabelledFile> _window = [];
    private byte[] _pixels = [];
    private ParallelErrors _errors = new();
    private bool _hasNext;
    private int _windowSize;
    private int _position = -1;
    private long _read;

    /// <summary>Reads some files.</summary>
    /// <param name="input">The folder that they lie in, or the one file.</param>
    /// <param name="files">The files, with labels or without; at least one.</param>
    /// <param name="form">The form of all pictures; null takes the shape of <paramref name="input"/>, or else the form of the first picture.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public PictureReader(ImageInput input, IEnumerable<LabelledFile> files, PictureForm? form = null, CancellationToken cancellationToken = default)
        : base(input, input.Path)
    {
        _cancellationToken = cancellationToken;
        Count = (files as IReadOnlyCollection<LabelledFile>)?.Count;
        _files = files.GetEnumerator();
        _hasNext = _files.MoveNext();
        _hasLabels = _hasNext && _files.Current.Label is not null;
        ExtraColumns = _hasLabels ? [FileColumn, LabelColumn] : [FileColumn];
        Form = form ?? (input.Shape is null ? PictureForm.Of(_files.Current.Path, input.Resize is not null) : PictureForm.Of(input.Shape, Path, input.Resize is not null));
        Shape = Form.ShapeAt(input.Resize);
        _windowSize = Math.Min(FirstWindow, MostFiles);
    }

    /// <summary>The form that every picture must have.</summary>
    public PictureForm Form { get; }

    public override long BytesRead => Interlocked.Read(ref _read);

    public override long? TotalBytes => null;

    internal override string Kind => _hasLabels ? "folder of pictures in folders of labels" : "folder of pictures";

    internal override long? Count { get; }

    internal override string? Label => _window[_position].Label;

    internal override string Place => _window[_position].Path;

    private protected override string? File
    {
        get
        {
            string name = System.IO.Path.GetFileName(_window[_position].Path);
            return _hasLabels ? $"{Label}/{name}" : name;
        }
    }

    private int MostFiles => Math.Clamp(WindowBytes / Shape.PixelCount, 1, LargestWindow);

    internal override bool TryMoveNext()
    {
        if (++_position >= _window.Count)
        {
            _errors.ThrowAt(_window.Count);
            if (!_hasNext)
            {
                return false;
            }

            FillWindow();
            _position = 0;
        }

        _errors.ThrowAt(_position);
        return true;
    }

    internal override void CopyTo(Span<byte> levels) => Image(_position).CopyTo(levels);

    private protected override void CopyTo(Span<float> image) => PixelLevels.ToUnit(Image(_position), image);

    private protected override void Close() => _files.Dispose();

    private Span<byte> Image(int index) => _pixels.AsSpan(index * Shape.PixelCount, Shape.PixelCount);

    private void FillWindow()
    {
        _errors = new ParallelErrors();
        ListWindow();
        _pixels = _pixels.Length >= _window.Count * Shape.PixelCount ? _pixels : new byte[_window.Count * Shape.PixelCount];
        Parallel.For(0, _window.Count, new ParallelOptions { CancellationToken = _cancellationToken }, (i, state) =>
        {
            try
            {
                Decode(_window[i].Path, Image(i));
            }
            catch (Exception exception) when (exception is BadInputException or IOException or UnauthorizedAccessException)
            {
                // Those before it are read all the same, so that the first of several faults is the one that is named.
                _errors.Add(i, exception);
                state.Break();
            }
        });
        _windowSize = Math.Min(2 * _windowSize, MostFiles);
    }

    private void ListWindow()
    {
        _window.Clear();
        try
        {
            while (_hasNext && _window.Count < _windowSize)
            {
                _window.Add(_files.Current);
                _hasNext = _files.MoveNext();
            }
        }
        catch (BadInputException exception)
        {
            // A folder that cannot be listed, after pictures that can be read.
            _errors.Add(_window.Count, exception);
            _hasNext = false;
        }
    }

    private void Decode(string path, Span<byte> image)
    {
        byte[] file = InputFile.ReadAllBytes(path, PictureFile.Expected);
        Interlocked.Add(ref _read, file.Length);
        Picture picture = PictureFile.Decode(file, path);
        Form.Require(picture, path);
        if (ImageResizer.For(new ImageShape(picture.Channels, picture.Height, picture.Width), Input.Resize, Input.Fit) is not { } resizer)
        {
            ChannelPlanes.Split(picture.Pixels, picture.Channels, image);
            return;
        }

        byte[] planes = new byte[picture.Pixels.Length];
        ChannelPlanes.Split(picture.Pixels, picture.Channels, planes);
        resizer.Resize(planes, image);
    }
}
