using System.Globalization;
using VaePipeline.Contracts.Models;
using VaePipeline.Inference.Sessions;

namespace VaePipeline.Inference.Sinks;

/// <summary>
/// Takes images one by one and writes them. What is written gets its name in <see cref="Complete"/>; a sink that is
/// disposed without it leaves nothing behind and earlier output as it was. Not thread-safe.
/// </summary>
public abstract class ImageSink : IDisposable
{
    private readonly byte[] _levels;
    private bool _isComplete;
    private bool _isDisposed;

    private protected ImageSink(string path, ImageShape shape)
    {
        OutputPath = path;
        Shape = shape;
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

    /// <summary>Opens the sink for an output.</summary>
    /// <param name="output">Path and form.</param>
    /// <param name="shape">Shape of each image, [C, H, W].</param>
    /// <param name="options">How to write.</param>
    /// <returns>The sink. The caller completes and disposes it.</returns>
    /// <exception cref="ArgumentException">The form cannot hold images of this shape, or an option is out of range.</exception>
    /// <exception cref="Contracts.Errors.UnwritableOutputException">The path cannot be written, or is there and may not be replaced.</exception>
    public static ImageSink Open(ImageOutput output, ImageShape shape, ImageSinkOptions options)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(options);
        options.Validated();
        shape.Validated();
        if (!options.Overwrite)
        {
            output.RequireNew();
        }

        return output.Format switch
        {
            ImageFormat.ContactSheet => new ContactSheetSink(output.Path, shape, options),
            ImageFormat.PngFolder => new PngFolderSink(output.Path, shape, options.Overwrite),
            ImageFormat.Idx => new IdxSink(output.Path, shape, options.Overwrite),
            ImageFormat.Npy => new NpySink(output.Path, shape, options.Overwrite),
            _ => throw new ArgumentOutOfRangeException(nameof(output), output.Format, "no such format"),
        };
    }

    /// <summary>Takes one image of a float32 decoder: rounded half to even to 0..255, as ONNX's QuantizeLinear does.</summary>
    /// <param name="image">[C, H, W], row-major, in [0, 1]; values outside are clipped.</param>
    public void Append(ReadOnlySpan<float> image)
    {
        Require(image.Length);
        PixelQuantizer.Quantize(image, _levels);
        Append(_levels);
    }

    /// <summary>Takes one image of bytes.</summary>
    /// <param name="image">[C, H, W], row-major, 0 to 255.</param>
    public void Append(ReadOnlySpan<byte> image)
    {
        Require(image.Length);
        Write(image);
        Count++;
    }

    /// <summary>Finishes the output and gives it its name. Call it once, at the end.</summary>
    /// <exception cref="IOException">The disk is full, or failed; earlier output is whole.</exception>
    public void Complete()
    {
        Require(Shape.PixelCount);
        Finish();
        _isComplete = true;
    }

    /// <summary>Frees what is open; what was not completed vanishes.</summary>
    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            Close();
        }

        GC.SuppressFinalize(this);
    }

    private protected abstract void Write(ReadOnlySpan<byte> image);

    private protected abstract void Finish();

    private protected abstract void Close();

    private void Require(int length)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_isComplete)
        {
            throw new InvalidOperationException($"{OutputPath}: the output is complete already; expected no more calls. Open another sink.");
        }

        if (length != Shape.PixelCount)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{OutputPath}: image {Count} has {length} values; expected {Shape.PixelCount} ({Shape}). Pass one whole image."));
        }
    }
}
