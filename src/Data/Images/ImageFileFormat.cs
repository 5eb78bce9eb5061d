namespace VaePipeline.Data.Images;

/// <summary>Form of a file of images.</summary>
public enum ImageFileFormat
{
    /// <summary>Text, an image a line.</summary>
    Csv,

    /// <summary>An array of numpy.save.</summary>
    Npy,

    /// <summary>The format of MNIST.</summary>
    Idx,

    /// <summary>One picture.</summary>
    Png,
}
