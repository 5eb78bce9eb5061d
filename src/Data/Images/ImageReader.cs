using VaePipeline.Data.Latents;

namespace VaePipeline.Data.Images;

/// <summary>
/// Reads images one by one and strictly: IDX, NPY and CSV files, plain or gzipped, a folder of pictures or of folders of
/// them, one picture. Memory does not grow with the input, except for the labels of IDX and NPY files, a byte per image.
/// Values of NPY and CSV files are rounded to 256 levels only for a set in memory (<see cref="ImageLoadResult"/>) and
/// before images are resized. Not thread-safe.
/// </summary>
public abstract class ImageReader : IDisposable
{
    /// <summary>What can be read, for help and errors.</summary>
    public const string Kinds = $"an IDX, NPY or CSV file of images, gzipped or not, a folder of {PictureFolder.Kinds} pictures, or one picture";

    /// <summary>Name of the column of labels.</summary>
    internal const string LabelColumn = "label";

    /// <summary>Name of the column of files, relative to the folder that was read.</summary>
    internal const string FileColumn = "file";

    private ImageShape? _shape;

    private protected ImageReader(ImageInput input, string path) => (Input, Path) = (input, path);

    /// <summary>Shape of every image.</summary>
    public ImageShape Shape
    {
        get => _shape!; // Not null: every reader sets it when it is made.
        private protected set => _shape = Input.Shape is null || Input.Shape == value ? value : throw BadInputException.In(
            Path, $"the images are {value}", new ExpectedShape(Input.Shape, IsModels: true).Expected, "Name the model that they are for.");
    }

    /// <summary>Names of what <see cref="Extra"/> tells: <see cref="FileColumn"/>, then <see cref="LabelColumn"/>, if known.</summary>
    public IReadOnlyList<string> ExtraColumns { get; private protected set; } = [];

    /// <summary>What is known of the image that was read last, as CSV text; empty if nothing is.</summary>
    public string Extra => string.Join(',', new[] { File, Label }.OfType<string>().Select(CsvText.Cell));

    /// <summary>Bytes of the input that were read so far, as they lie on the disk. Another thread may ask.</summary>
    public abstract long BytesRead { get; }

    /// <summary>Bytes that there are to read; null if unknown.</summary>
    public abstract long? TotalBytes { get; }

    /// <summary>What is read, in a few words.</summary>
    internal abstract string Kind { get; }

    /// <summary>Number of images; null if unknown. A damaged header may claim any.</summary>
    internal virtual long? Count => null;

    /// <summary>Label of the image that was read last; null if there are none.</summary>
    internal abstract string? Label { get; }

    /// <summary>Where the image that was read last stands, for errors.</summary>
    internal virtual string Place => Path;

    /// <summary>By how much a value, in [0, 1], was changed at most to become one of 256 levels.</summary>
    internal virtual double LargestRounding => 0;

    /// <summary>What errors call the input.</summary>
    internal string Path { get; }

    /// <summary>File of the image that was read last, in the folder; null if all are in one.</summary>
    private protected virtual string? File => null;

    /// <summary>What is read, and how.</summary>
    private protected ImageInput Input { get; }

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
        input.Shape?.Validated();
        if (Directory.Exists(input.Path))
        {
            RefuseRange(input, "pictures");
            return new PictureReader(input, PictureFolder.Files(input.Path));
        }

#pragma warning disable CA2000 // The reader owns what is opened here, or it is disposed below.
        InputStream bytes = InputStream.Open(input.Path, input.StandardInput, Kinds);
#pragma warning restore CA2000 // As above.
        try
        {
            switch (FileSignature.FormatOf(bytes.Peek(), bytes.Name))
            {
                case ImageFileFormat.Idx:
                    RefuseRange(input, "an IDX file");
                    return new IdxImageReader(bytes, input);
                case ImageFileFormat.Npy:
                    return new NpyImageReader(bytes, input);
                case ImageFileFormat.Picture when input.Path == LatentInput.StandardInputPath:
                    throw BadInputException.In(bytes.Name, "it is one picture", "an IDX, NPY or CSV file of images", "Name the file.");
                case ImageFileFormat.Picture when input.IsSet:
                    throw BadInputException.In(bytes.Name, "it is one picture", "a CSV, NPY or IDX file of images, or a folder of pictures", "Name the folder of the pictures.");
                case ImageFileFormat.Picture:
                    RefuseRange(input, "a picture");
                    bytes.Dispose();
                    return new PictureReader(input, [new LabelledFile(input.Path, Label: null)]);
                default:
                    return new CsvImageReader(bytes, input);
            }
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    /// <summary>Reads all images into memory, as levels.</summary>
    /// <param name="input">Which input, and how to read it.</param>
    /// <returns>The images, with numbers for their labels: the labels themselves if these are whole numbers from 0 to 255, else in ordinal order of their names.</returns>
    /// <exception cref="ArgumentException">The range is given where values cannot have another.</exception>
    /// <exception cref="FileNotFoundException">There is no such file or folder.</exception>
    /// <exception cref="BadInputException">The input is damaged, or holds more than 2 GiB of pixels.</exception>
    public static ImageSet ReadAll(ImageInput input)
    {
        using ImageReader reader = Open(input);
        var loaded = ImageLoadResult.ReadAll(reader);
        return loaded.Numbered(LabelNumbers.Of(loaded.Labels ?? []));
    }

    /// <summary>Reads the next image.</summary>
    /// <param name="image">Receives it: [C, H, W], row-major, in [0, 1].</param>
    /// <returns>False at the end.</returns>
    /// <exception cref="BadInputException">The input is damaged, or an image is of another shape or has values out of range.</exception>
    public bool TryReadImage(Span<float> image)
    {
        if (image.Length != Shape.PixelCount)
        {
            throw new ArgumentException(
                Invariant($"the span has {image.Length} places; expected {Shape.PixelCount} ({Shape}). Pass one place per pixel."), nameof(image));
        }

        if (!TryMoveNext())
        {
            return false;
        }

        CopyTo(image);
        return true;
    }

    /// <summary>Closes the input.</summary>
    public void Dispose()
    {
        Close();
        GC.SuppressFinalize(this);
    }

    /// <summary>Reads the next image.</summary>
    /// <returns>False at the end.</returns>
    internal abstract bool TryMoveNext();

    /// <summary>Copies the image that was read last as levels, 0 to 255.</summary>
    /// <param name="levels">Receives [C, H, W].</param>
    internal abstract void CopyTo(Span<byte> levels);

    private protected abstract void CopyTo(Span<float> image);

    private protected abstract void Close();

    private static void RefuseRange(ImageInput input, string kind)
    {
        if (input.Range is not null && !input.IsLenient)
        {
            throw new ArgumentException($"--pixel-range: given with {kind}; expected only with CSV or NPY files. Leave it out.", nameof(input));
        }
    }
}
