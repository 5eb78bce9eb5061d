using VaePipeline.Contracts.Models;
using VaePipeline.Contracts.Pictures;

namespace VaePipeline.Data.Images;

/// <summary>Reads many PNG files of one size and depth into memory, on all cores.</summary>
internal static class PngSet
{
    /// <summary>The images of a folder; where there are labels, these take turns, so that the first images are as mixed as all.</summary>
    /// <exception cref="BadInputException">As <see cref="PngFolder.Files"/>, or more labels than a byte tells apart.</exception>
    public static IReadOnlyList<LabelledFile> List(string folder)
    {
        LabelledFile[] files = [.. PngFolder.Files(folder)];
        var labels = files.GroupBy(file => file.Label, StringComparer.Ordinal).ToArray();
        return labels.Length <= LabelNumbers.Maximum
            ? [.. labels
                .SelectMany((label, number) => label.Select((file, turn) => (turn, number, file)))
                .OrderBy(entry => entry.turn).ThenBy(entry => entry.number).Select(entry => entry.file)]
            : throw BadInputException.In(
                folder,
                string.Create(CultureInfo.InvariantCulture, $"there are {labels.Length} folders of images"),
                string.Create(CultureInfo.InvariantCulture, $"at most {LabelNumbers.Maximum} labels"),
                "Put the images into one folder, without labels, or into fewer.");
    }

    /// <summary>Reads files.</summary>
    /// <param name="files">At least one.</param>
    /// <param name="labels">Numbers of their labels, where they have some.</param>
    /// <param name="size">Brings every image to this size; null wants them to be of one size.</param>
    /// <param name="model">The file whose size and depth all others must have.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="BadInputException">A file is damaged, or the first that differs from <paramref name="model"/>.</exception>
    public static ImageSet Read(
        IReadOnlyList<LabelledFile> files, LabelNumbers? labels, ImageSize? size, string model, CancellationToken cancellationToken)
    {
        var first = PngFile.Read(model);
        var shape = new ImageShape(first.Channels, size?.Height ?? first.Height, size?.Width ?? first.Width);
        if (!ImageShape.TryParse(shape.ToString(), out _))
        {
            throw BadInputException.In(model, $"the picture is {first.Kind}", "sides of at most 16384 pixels", "Add --resize WxH.");
        }

        if ((long)files.Count * shape.PixelCount > Array.MaxLength)
        {
            throw BadInputException.In(
                model,
                string.Create(CultureInfo.InvariantCulture, $"{files.Count} pictures of {shape} take {(long)files.Count * shape.PixelCount} bytes"),
                "less than 2 GiB of pixels",
                "Use fewer, or add --resize WxH.");
        }

        byte[] pixels = new byte[files.Count * shape.PixelCount];
        var fault = new ParallelErrors();
        Parallel.For(0, files.Count, new ParallelOptions { CancellationToken = cancellationToken }, (i, state) =>
        {
            try
            {
                var picture = PngFile.Read(files[i].Path);
                Check(picture, files[i].Path, first, model, size is not null);
                Place(picture, pixels.AsSpan(i * shape.PixelCount, shape.PixelCount), shape);
            }
            catch (Exception exception) when (exception is BadInputException or IOException or UnauthorizedAccessException)
            {
                // Those before it are read all the same, so that the first of several faults is the one that is named.
                fault.Add(i, exception);
                state.Break();
            }
        });
        fault.Throw();
        return new ImageSet(files.Count, shape, pixels, labels is null ? null : [.. files.Select(file => labels[file.Label!])]); // not null: labels come from folders
    }

    private static void Check(PngImage picture, string path, PngImage first, string model, bool isResized)
    {
        if (picture.Channels != first.Channels || (!isResized && (picture.Width != first.Width || picture.Height != first.Height)))
        {
            string advice = picture.Channels != first.Channels
                ? "Convert all to grey, or all to RGB."
                : "Resize the pictures, or add --resize WxH.";
            throw BadInputException.In(path, $"the picture is {picture.Kind}", $"{first.Kind}, as {model}", advice);
        }
    }

    private static void Place(PngImage picture, Span<byte> target, ImageShape shape)
    {
        if (picture.Width == shape.Width && picture.Height == shape.Height)
        {
            ChannelPlanes.Split(picture.Pixels, picture.Channels, target);
            return;
        }

        byte[] planes = new byte[picture.Pixels.Length];
        ChannelPlanes.Split(picture.Pixels, picture.Channels, planes);
        ImageResizing.Resize(planes, new ImageShape(picture.Channels, picture.Height, picture.Width), target, shape);
    }
}
