namespace VaePipeline.Data.Images;

/// <summary>Images from one file or folder, and what reading them did.</summary>
/// <param name="Images">The images.</param>
/// <param name="LabelNames">Name of each label by its number; <see langword="null"/> where there are no labels, or the numbers are their names.</param>
/// <param name="LargestRounding">By how much a value, in [0, 1], was changed at most to become one of 256 levels; 0 where the file holds bytes.</param>
public sealed record ImageLoadResult(ImageSet Images, IReadOnlyList<string>? LabelNames = null, double LargestRounding = 0);
