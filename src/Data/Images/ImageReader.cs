using VaePipeline.Contracts.Models;
using VaePipeline.Data.Formats;
using VaePipeline.Data.Latents;

namespace VaePipeline.Data.Images;

/// <summary>
/// Reads images one by one and strictly: IDX, NPY and CSV files, plain or gzipped, a folder of PNG files or of folders of
/// them, one PNG file. Memory does not grow with the input, but for the labels of IDX and NPY files, a byte an image.
/// Whole-set readers of the same formats keep bytes; here the values of NPY and CSV files are not rounded. Not thread-safe.
/// </summary>
public abstract class ImageReader : IDisposable
{
    /// <summary>What can be read, for help and errors.</summary>
    public const string Kinds = "an IDX, NPY or CSV file of images, gzipped or not, a folder of PNG files, or one PNG file";

    private protected ImageReader(ImageInput input, string path) => (Path, Shape) = (path, input.Shape);

    /// <summary>Names of what <see cref="Extra"/> tells: among <c>file</c> and <c>label</c>.</summary>
    public IReadOnlyList<string> ExtraColumns { get; private protected init; } = [];

    /// <summary>What is known of the image that was read last, as CSV text; empty where that is nothing.</summary>
    public virtual string Extra => "";

    /// <summary>Bytes of the input that were read so far, as they lie on the disk. Another thread may ask.</summary>
    public abstract long BytesRead { get; }

    /// <summary>Bytes that there are to read; null where nobody knows.</summary>
    public abstract long? TotalBytes { get; }

    /// <summary>What errors call the input.</summary>
    private protected string Path { get; }

    /// <summary>Shape of every image.</summary>
    private protected ImageShape Shape { get; }

    /// <summary>Opens an input and reads its header.</summary>
    /// <param name="input">Which input, and how to read it.</param>
    /// <returns>The reader. The caller disposes it.</returns>
    /// <exception cref="ArgumentException">The range is given where values cannot have another.</exception>
    /// <exception cref="FileNotFoundException">There is no such file or folder.</exception>
    /// <exception cref="BadInputException">It cannot be read, or holds images of another shape.</exception>
    public static ImageReader Open(ImageInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentException.ThrowIfNullOrWhiteSpace(input.Path, nameof(input));
        ExpectedShape asked = new(input.Shape.Validated(), IsModels: true);
        if (Directory.Exists(input.Path))
        {
            RequireNoRange(input, "PNG files");
            return new PngImageReader(input, PngFolder.Files(input.Path));
        }

        InputBytes bytes = InputBytes.Open(input.Path, input.StandardInput, Kinds);
        try
        {
            switch (ImageFileFormats.Of(bytes))
            {
                case ImageFileFormat.Idx:
                    RequireNoRange(input, "an IDX file");
                    return new IdxImageReader(bytes, input, asked);
                case ImageFileFormat.Npy:
                    return new NpyImageReader(bytes, input, asked);
                case ImageFileFormat.Png when input.Path == LatentInput.StandardInputPath:
                    throw BadInputException.In(bytes.Name, "it is one PNG picture", "an IDX, NPY or CSV file of images", "Name the file.");
                case ImageFileFormat.Png:
                    RequireNoRange(input, "a PNG file");
                    bytes.Dispose();
                    return new PngImageReader(input, [new LabelledFile(input.Path, Label: null)]);
                default:
                    return new CsvImageReader(bytes, input, asked);
            }
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    /// <summary>Reads the next image.</summary>
    /// <param name="image">Receives it: [C, H, W], row-major, in [0, 1].</param>
    /// <returns>False at the end.</returns>
    /// <exception cref="BadInputException">The input is damaged, or an image is of another shape or has values out of range.</exception>
    public bool TryReadImage(Span<float> image) => image.Length == Shape.PixelCount
        ? TryRead(image)
        : throw new ArgumentException(
            string.Create(CultureInfo.InvariantCulture, $"the span has {image.Length} places; expected {Shape.PixelCount} ({Shape}). Pass one place a pixel."), nameof(image));

    /// <summary>Closes the input.</summary>
    public void Dispose()
    {
        Close();
        GC.SuppressFinalize(this);
    }

    private protected abstract bool TryRead(Span<float> image);

    private protected abstract void Close();

    private static void RequireNoRange(ImageInput input, string kind)
    {
        if (input.Range is not null)
        {
            throw new ArgumentException($"--pixel-range: given with {kind}; expected only with CSV or NPY files. Leave it out.", nameof(input));
        }
    }
}
