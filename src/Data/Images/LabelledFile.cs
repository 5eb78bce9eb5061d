namespace VaePipeline.Data.Images;

/// <summary>An image file.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Label">Name of its folder where folders are labels; else null.</param>
public readonly record struct LabelledFile(string Path, string? Label);
