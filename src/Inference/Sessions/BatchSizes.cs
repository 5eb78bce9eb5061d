namespace VaePipeline.Inference.Sessions;

/// <summary>How many rows a model gets in one call, where the options do not say.</summary>
internal static class BatchSizes
{
    private const int Convolutions = 16;
    private const int Others = 256;

    /// <summary>The options' batch size, or the default one for this model.</summary>
    public static int For(OnnxModel model, BatchedOnnxOptions options) =>
        options.BatchSize ?? (model.Summary.Operators.Any(name => name.Contains("Conv", StringComparison.Ordinal)) ? Convolutions : Others);
}
