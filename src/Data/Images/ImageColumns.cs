namespace VaePipeline.Data.Images;

/// <summary>Names of what a reader tells of an image beside its pixels.</summary>
internal static class ImageColumns
{
    /// <summary>The image's class, by its own name or number.</summary>
    public const string Label = "label";

    /// <summary>The image's file, relative to the folder that was read.</summary>
    public const string File = "file";
}
