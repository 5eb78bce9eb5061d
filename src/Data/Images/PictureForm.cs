namespace VaePipeline.Data.Images;

/// <summary>What all pictures of an input must be: grey or RGB as the first, or as a model takes them, and of one size unless they are resized.</summary>
/// <param name="First">A picture of that form; its pixels do not matter.</param>
/// <param name="Source">Where the form comes from, as a clause for errors.</param>
/// <param name="IsModels">Whether a model says it.</param>
/// <param name="IsAnySize">Whether the size does not matter.</param>
internal sealed record PictureForm(Picture First, string Source, bool IsModels, bool IsAnySize)
{
    /// <summary>The form of a picture.</summary>
    public static PictureForm Of(string path, bool isAnySize)
    {
        Picture first = PictureFile.Read(path);
        return !isAnySize && Math.Max(first.Width, first.Height) > ImageShape.MaximumSide
            ? throw BadInputException.In(path, $"the picture is {first.Kind}", $"sides of at most {ImageShape.MaximumSide} pixels", "Add --resize WxH.")
            : new PictureForm(first with { Pixels = [] }, $"as {path}", IsModels: false, isAnySize);
    }

    /// <summary>The form that a model takes.</summary>
    public static PictureForm Of(ImageShape shape, string path, bool isAnySize) => shape.IsPicture
        ? new PictureForm(new Picture([], shape.Width, shape.Height, shape.Channels), "which the model takes", IsModels: true, isAnySize)
        : throw BadInputException.In(path, "pictures are grey or RGB", $"images of {shape}, which the model takes", "Use another format.");

    /// <summary>Shape of the images.</summary>
    /// <param name="resize">The size that they are brought to; null for their own.</param>
    public ImageShape ShapeAt(ImageSize? resize) => new(First.Channels, resize?.Height ?? First.Height, resize?.Width ?? First.Width);

    /// <summary>Throws if a picture is of another form.</summary>
    public void Require(Picture picture, string path)
    {
        bool hasChannels = picture.Channels == First.Channels;
        if (!hasChannels || (!IsAnySize && (picture.Width != First.Width || picture.Height != First.Height)))
        {
            throw BadInputException.In(
                path,
                $"the picture is {picture.Kind}",
                $"{First.Kind}, {Source}",
                IsModels ? "Bring the pictures to that form, or name the model that they are for."
                    : hasChannels ? "Resize the pictures, or add --resize WxH." : "Convert all to grey, or all to RGB.");
        }
    }
}
