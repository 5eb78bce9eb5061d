using VaePipeline.Data.Sets;

namespace VaePipeline.Data.Images;

/// <summary>One file of images: CSV, NPY or IDX, told apart by their first bytes; NPY and IDX with labels in a file beside them.</summary>
internal static class ImageFile
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="reading">How; what does not apply to the kind of file is refused.</param>
    /// <returns>The images and what kind of file it was.</returns>
    /// <exception cref="BadInputException">It is no such file, or damaged.</exception>
    public static (ImageLoadResult Loaded, string Kind) Read(string path, ImageLoadOptions reading)
    {
        switch (ImageFileFormats.Of(path))
        {
            case ImageFileFormat.Npy:
                var array = NpyReader.ReadImages(path, reading.Shape, reading.Range);
                return WithLabels(array, path, "NPY file", NpyReader.ReadLabels);
            case ImageFileFormat.Idx:
                reading.For("an IDX file", takesShape: true, takesRange: false, takesShare: true);
                var images = IdxReader.ReadImages(path, reading.Shape);
                return images.Count > 0
                    ? WithLabels(new ImageLoadResult(images), path, "IDX file", IdxReader.ReadLabels)
                    : throw BadInputException.In(path, "it holds no images", "at least 1", "Use the whole data set.");
            case ImageFileFormat.Png:
                throw BadInputException.In(path, "it is one PNG picture", "a CSV, NPY or IDX file of images, or a folder of PNG files", "Name the folder of the pictures.");
            default:
                return (PixelCsvReader.Read(path, reading.Shape, reading.Range), "CSV file");
        }
    }

    private static (ImageLoadResult Loaded, string Kind) WithLabels(ImageLoadResult loaded, string path, string kind, Func<string, byte[]> read) =>
        LabelsBeside.Read(path, loaded.Images.Count, read) is var (labels, labelsPath)
            ? (loaded with { Images = loaded.Images with { Labels = labels } }, $"{kind} with labels in {Path.GetFileName(labelsPath)}")
            : (loaded, kind);
}
