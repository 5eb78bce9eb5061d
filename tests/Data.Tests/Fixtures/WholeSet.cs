using VaePipeline.Contracts.Models;
using VaePipeline.Data.Images;

namespace VaePipeline.Tests;

/// <summary>All images of a file, as training reads them.</summary>
internal sealed record WholeSet(ImageSet Images, IReadOnlyList<string>? LabelNames, double LargestRounding)
{
    public static WholeSet Read(string path, ImageShape? shape = null, PixelRange? range = null, string? labels = null)
    {
        using var reader = ImageReader.Open(new ImageInput { Path = path, StoredShape = shape, Range = range, LabelsPath = labels, IsSet = true });
        var loaded = ImageLoadResult.ReadAll(reader);
        var numbers = LabelNumbers.Of(loaded.Labels ?? []);
        return new WholeSet(loaded.Numbered(numbers), numbers?.Names, loaded.LargestRounding);
    }
}
