namespace VaePipeline.Inference.Generation;

/// <summary>What a generation did.</summary>
/// <param name="Rows">Latents read, which is images written.</param>
/// <param name="Elapsed">From the first latent read to the output under its final name, without the loading of the model.</param>
/// <param name="Description">What was written, in a few words.</param>
public sealed record GenerationReport(long Rows, TimeSpan Elapsed, string Description)
{
    /// <summary>Images a second, over <see cref="Elapsed"/>.</summary>
    public double ImagesPerSecond => Rows / Math.Max(Elapsed.TotalSeconds, 1e-9);
}
