namespace VaePipeline.Data.Images;

/// <summary>The shape that images are said to have: by an option, or by the model that takes them.</summary>
/// <param name="Shape">The shape.</param>
/// <param name="IsModels">Whether a model says it.</param>
internal sealed record ExpectedShape(ImageShape Shape, bool IsModels = false)
{
    /// <summary>The shape, for errors.</summary>
    public string Expected => IsModels ? $"{Shape}, which the model takes" : Shape.ToString();

    /// <summary>What to do where images are others.</summary>
    public string Advice => IsModels ? "Bring the images to that size, or name the model that they are for." : "Correct --image-shape, or leave it out.";
}
