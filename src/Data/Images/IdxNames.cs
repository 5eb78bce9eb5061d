namespace VaePipeline.Data.Images;

/// <summary>File names of MNIST, which later data sets have kept.</summary>
internal static class IdxNames
{
    public const string TrainingImages = "train-images-idx3-ubyte";

    public const string TrainingLabels = "train-labels-idx1-ubyte";

    public const string TestImages = "t10k-images-idx3-ubyte";

    public const string TestLabels = "t10k-labels-idx1-ubyte";

    /// <summary>All four.</summary>
    public static IReadOnlyList<string> All { get; } = [TrainingImages, TrainingLabels, TestImages, TestLabels];
}
