namespace VaePipeline.Data.Images;

/// <summary>Form of a file of images.</summary>
internal enum ImageFileFormat
{
    /// <summary>Text, an image per line.</summary>
    Csv,

    /// <summary>An array of numpy.save.</summary>
    Npy,

    /// <summary>The format of MNIST.</summary>
    Idx,

    /// <summary>One picture.</summary>
    Picture,
}

/// <summary>Tells files apart by their first bytes, not by their names. <see cref="PeekStream.MostAhead"/> bytes are enough.</summary>
internal static class FileSignature
{
    /// <summary>The form of a file of images.</summary>
    /// <param name="start">Its first bytes, unpacked.</param>
    /// <param name="name">What errors call the file.</param>
    /// <exception cref="BadInputException">It is another kind of file.</exception>
    public static ImageFileFormat FormatOf(ReadOnlySpan<byte> start, string name) => start switch
    {
        _ when PictureKind(start) is not null => ImageFileFormat.Picture,
        _ when OtherKind(start) is { } other => throw BadInputException.In(name, $"it is {other}", ImageReader.Kinds, other == Zip ? "Unpack it." : "Convert it."),
        [0x93, (byte)'N', (byte)'U', ..] => ImageFileFormat.Npy,
        [0, 0, ..] => ImageFileFormat.Idx,

        // UTF-16, which is refused by its name.
        [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] => ImageFileFormat.Csv,
        _ when start.Contains((byte)0) => throw BadInputException.In(name, "it is none of these", ImageReader.Kinds, "Convert it."),
        _ => ImageFileFormat.Csv,
    };

    /// <summary>The kind of picture that is read, such as <c>PNG</c>, or null.</summary>
    public static string? PictureKind(ReadOnlySpan<byte> start) => start switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "PNG",
        [0xFF, 0xD8, 0xFF, ..] => "JPEG",
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => "GIF",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "WebP",
        [(byte)'B', (byte)'M', _, _, _, _, 0, 0, 0, 0, ..] => "BMP",
        _ => null,
    };

    /// <summary>A kind of file that is not read but often given, such as <c>a TIFF file</c>, or null.</summary>
    public static string? OtherKind(ReadOnlySpan<byte> start) => start switch
    {
        [(byte)'I', (byte)'I', 42 or 43, 0, ..] or [(byte)'M', (byte)'M', 0, 42 or 43, ..] => "a TIFF file",
        [0, 0, 1, 0, ..] => "an ICO file",
        [(byte)'8', (byte)'B', (byte)'P', (byte)'S', ..] => "a Photoshop file",
        [0, 0, 0, 12, (byte)'j', (byte)'P', ..] => "a JPEG 2000 file",
        [0, 0, 0, 12, (byte)'J', (byte)'X', (byte)'L', ..] or [0xFF, 0x0A, ..] => "a JPEG XL file",
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', (byte)'a', (byte)'v', (byte)'i', ..] => "an AVIF file",
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', (byte)'h' or (byte)'m', ..] => "an HEIC file",
        [(byte)'P', (byte)'K', 3, 4, ..] => Zip,
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..] => "a PDF file",
        _ => null,
    };

    private const string Zip = "a zip archive";
}
