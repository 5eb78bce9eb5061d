using VaePipeline.Data.Formats;
using VaePipeline.Inference.Sessions;

namespace VaePipeline.Generation.Sinks;

/// <summary>
/// Takes images one by one and writes them. What is written gets its name in <see cref="Complete"/>; a sink that is
/// disposed without it leaves nothing behind and earlier output as it was, but on standard output. Not thread-safe.
/// </summary>
public abstract class ImageSink : IDisposable
{
    private readonly byte[] _levels;
    private StagedOutput? _staging;
    private bool _isComplete;
    private bool _isDisposed;
    private bool _hasFailed;

    private protected ImageSink(SinkTarget target, ImageShape shape)
    {
        OutputPath = target.Output.Path;
        Shape = shape;
        Count = target.From?.Rows ?? 0;
        _levels = new byte[shape.PixelCount];
    }

    /// <summary>File or folder that the images go to, as the caller gave it.</summary>
    public string OutputPath { get; }

    /// <summary>Shape of each image, [C, H, W].</summary>
    public ImageShape Shape { get; }

    /// <summary>Images taken so far.</summary>
    public long Count { get; private set; }

    /// <summary>What is written, in a few words, such as <c>contact sheet, 10 x 10 images of 28 x 28</c>. Final after <see cref="Complete"/>.</summary>
    public abstract string Description { get; }

    /// <summary>Bytes written so far; of a file, its length. Some may still be on their way to the system.</summary>
    public abstract long BytesWritten { get; }

    /// <summary>Opens the sink for an output.</summary>
    /// <param name="output">Path and form.</param>
    /// <param name="shape">Shape of each image, [C, H, W].</param>
    /// <param name="options">How to write.</param>
    /// <param name="standardOutput">Where an output called <c>-</c> goes; stays the caller's. Null is the process's own standard output.</param>
    /// <returns>The sink. The caller completes and disposes it.</returns>
    /// <exception cref="ArgumentException">The form cannot hold images of this shape, or an option is out of range.</exception>
    /// <exception cref="UnwritableOutputException">The path cannot be written, or is there and may not be replaced.</exception>
    public static ImageSink Open(ImageOutput output, ImageShape shape, ImageSinkOptions options, Stream? standardOutput = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(options);
        options.Validated();
        shape.Validated();
        if (output.IsStandardOutput)
        {
            return Create(new SinkTarget(output, Place: null, From: null, standardOutput), shape, options);
        }

        StagedOutput staging = new(output, options.Overwrite);
        try
        {
            ImageSink sink = OpenAt(staging.Place, output, shape, options, from: null);
            sink._staging = staging;
            return sink;
        }
        catch
        {
            staging.Dispose();
            throw;
        }
    }

    /// <summary>Opens a sink that writes straight to a place, and leaves there what it has written, complete or not.</summary>
    /// <param name="place">File or folder to write, within a folder of its own: further pages of a sheet lie beside it.</param>
    /// <param name="output">The output that it is to become.</param>
    /// <param name="shape">Shape of each image, [C, H, W].</param>
    /// <param name="options">How to write; must be those of the run that goes on.</param>
    /// <param name="from">Where to go on; what lies after it is removed. Null begins anew.</param>
    /// <returns>The sink. The caller completes and disposes it.</returns>
    /// <exception cref="ArgumentException">The form cannot hold images of this shape, or an option is out of range.</exception>
    /// <exception cref="BadInputException">At the place lies less than <paramref name="from"/> tells.</exception>
    internal static ImageSink OpenAt(string place, ImageOutput output, ImageShape shape, ImageSinkOptions options, SinkState? from)
        => Create(new SinkTarget(output, place, from, StandardOutput: null), shape.Validated(), options.Validated());

    /// <summary>
    /// Takes one image of a float32 decoder: rounded half to even to 0..255, as ONNX's QuantizeLinear does; for
    /// <see cref="ImageFormat.NpySingle"/> it stays as it is.
    /// </summary>
    /// <param name="image">[C, H, W], row-major, in [0, 1]; values outside are clipped where they are rounded.</param>
    /// <exception cref="IOException">The disk is full, or failed, or nobody reads standard output any more.</exception>
    public void Append(ReadOnlySpan<float> image)
    {
        Require(image.Length);
        try
        {
            Write(image);
        }
        catch (IOException exception)
        {
            throw Failed(exception);
        }

        Count++;
    }

    /// <summary>Takes one image of bytes.</summary>
    /// <param name="image">[C, H, W], row-major, 0 to 255.</param>
    /// <exception cref="ArgumentException">The form wants float32.</exception>
    /// <exception cref="IOException">The disk is full, or failed, or nobody reads standard output any more.</exception>
    public void Append(ReadOnlySpan<byte> image)
    {
        Require(image.Length);
        try
        {
            Write(image);
        }
        catch (IOException exception)
        {
            throw Failed(exception);
        }

        Count++;
    }

    /// <summary>Finishes the output, brings it to the disk and gives it its name. Call it once, at the end.</summary>
    /// <exception cref="IOException">The disk is full, or failed; earlier output is whole.</exception>
    public void Complete()
    {
        Require(Shape.PixelCount);
        try
        {
            Finish();
            SyncWritten();
        }
        catch (IOException exception)
        {
            throw Failed(exception);
        }

        Close();
        _staging?.Publish();
        _isComplete = true;
    }

    /// <summary>Hands all images so far to the system, and tells where to go on after them.</summary>
    /// <param name="state">The state after <see cref="Count"/> images.</param>
    /// <returns>False where nothing could go on there: within a page or a compressed piece, on standard output, or after a failure.</returns>
    /// <exception cref="IOException">The disk is full, or failed.</exception>
    internal bool TryCheckpoint(out SinkState state)
    {
        Require(Shape.PixelCount);
        try
        {
            bool isState = !_hasFailed && TryFlush();
            state = new SinkState(Count, BytesWritten);
            return isState;
        }
        catch (IOException exception)
        {
            throw Failed(exception);
        }
    }

    /// <summary>Brings to the disk what the last checkpoint has handed to the system. May be called by another thread while images are taken.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    internal void Sync() => SyncWritten();

    /// <summary>Frees what is open; what was not completed vanishes, unless it was opened at a place.</summary>
    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            Close();
            _staging?.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Where a sink of PNG files writes.</summary>
    /// <exception cref="ArgumentException">It is standard output, or the images are neither grey nor RGB.</exception>
    private protected string RequirePicturePlace(SinkTarget target, string form) => !Shape.IsPicture
        ? throw new ArgumentException($"{OutputPath}: images are {Shape}; expected 1 channel (grey) or 3 (RGB) for PNG. Write .npy.", nameof(target))
        : target.Place ?? throw new ArgumentException($"{OutputPath}: standard output takes no {form}; expected a path. Name one.", nameof(target));

    private protected virtual void Write(ReadOnlySpan<float> image)
    {
        PixelQuantizer.Quantize(image, _levels);
        Write(_levels);
    }

    private protected abstract void Write(ReadOnlySpan<byte> image);

    /// <summary>Hands all to the system; false where nothing could go on here.</summary>
    private protected abstract bool TryFlush();

    /// <summary>Brings to the disk what the system has.</summary>
    private protected virtual void SyncWritten()
    {
    }

    private protected virtual void Finish()
    {
    }

    private protected virtual void Close()
    {
    }

    /// <summary>Throws for an output that has to hold an image.</summary>
    private protected void RequireImages(string form)
    {
        if (Count == 0)
        {
            throw BadInputException.In(OutputPath, "there are no images", $"at least one for {form}", "Pass latents.");
        }
    }

    private static ImageSink Create(SinkTarget target, ImageShape shape, ImageSinkOptions options) => target.Output.Format switch
    {
        ImageFormat.ContactSheet => new ContactSheetSink(target, shape, options),
        ImageFormat.Animation => new AnimationSink(target, shape, options),
        ImageFormat.PngFolder => new PngFolderSink(target, shape),
        ImageFormat.Idx => new IdxSink(target, shape),
        ImageFormat.Npy => new NpySink(target, shape, NpyElementType.Byte),
        ImageFormat.NpySingle => new NpySink(target, shape, NpyElementType.SinglePrecision),
        ImageFormat.Csv => new CsvSink(target, shape),
        ImageFormat.Raw => new RawSink(target, shape),
        _ => throw new ArgumentOutOfRangeException(nameof(target), target.Output.Format, "no such format"),
    };

    /// <summary>The error of a write that failed.</summary>
    /// <param name="path">The output, as the user gave it.</param>
    /// <param name="count">Images written before.</param>
    /// <param name="cause">What the system said.</param>
    internal static IOException Failed(string path, long count, IOException cause)
    {
        bool isStandardOutput = path == ImageOutput.StandardOutputPath;
        string where = isStandardOutput ? "standard output" : path;
        string expected = isStandardOutput ? "a reader or room until the end. Run it again, or write a file" : "room, and a disk that works. Make room, and run it again";
        return new IOException(Invariant($"{where}: cannot be written after {count} images ({DiskErrors.Describe(cause)}); expected {expected}."), cause);
    }

    private IOException Failed(IOException cause)
    {
        _hasFailed = true;
        return Failed(OutputPath, Count, cause);
    }

    private void Require(int length)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_isComplete)
        {
            throw new InvalidOperationException($"{OutputPath}: the output is complete already; expected no more calls. Open another sink.");
        }

        if (length != Shape.PixelCount)
        {
            throw new ArgumentException(Invariant($"{OutputPath}: image {Count} has {length} values; expected {Shape.PixelCount} ({Shape}). Pass one whole image."));
        }
    }
}
