using static TorchSharp.torch;

namespace VaePipeline.Training.Batches;

/// <summary>The images of a step. Whoever takes it disposes it.</summary>
/// <param name="Input">What the encoder sees, [N, C, H, W], float32 in [0, 1]; the same tensor as the target where there is no noise.</param>
/// <param name="Target">What the decoder is to give, of the same shape.</param>
internal sealed record TrainingBatch(Tensor Input, Tensor Target) : IDisposable
{
    /// <summary>N.</summary>
    public long Count => Target.shape[0];

    public void Dispose()
    {
        Input.Dispose();
        Target.Dispose();
    }
}
