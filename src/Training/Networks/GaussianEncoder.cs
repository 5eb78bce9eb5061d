using TorchSharp.Modules;

namespace VaePipeline.Training.Networks;

/// <summary>
/// q(z|x): a body that turns images into features, and two linear heads that turn features into the mean and the
/// log-variance of a Gaussian with independent dimensions. Keys in the weight file: <c>body.…</c>,
/// <c>mean.weight</c>, <c>mean.bias</c>, <c>log_variance.weight</c>, <c>log_variance.bias</c>.
/// </summary>
internal sealed class GaussianEncoder : nn.Module<Tensor, DiagonalGaussian>
{
    /// <summary>Takes over the modules: disposing the encoder disposes them.</summary>
    /// <param name="body">[N, C, H, W] to [N, F].</param>
    /// <param name="meanHead">F features to L.</param>
    /// <param name="logVarianceHead">F features to L.</param>
    public GaussianEncoder(nn.Module<Tensor, Tensor> body, Linear meanHead, Linear logVarianceHead)
        : base(nameof(GaussianEncoder))
    {
        Body = body;
        MeanHead = meanHead;
        LogVarianceHead = logVarianceHead;
        register_module("body", body);
        register_module("mean", meanHead);
        register_module("log_variance", logVarianceHead);
    }

    /// <summary>[N, C, H, W] to [N, F].</summary>
    public nn.Module<Tensor, Tensor> Body { get; }

    /// <summary>[N, F] to the mean, [N, L].</summary>
    public Linear MeanHead { get; }

    /// <summary>[N, F] to the log-variance before the clamp, [N, L].</summary>
    public Linear LogVarianceHead { get; }

    /// <summary>Encodes a batch.</summary>
    /// <param name="input">Images, [N, C, H, W], float32 in [0, 1].</param>
    /// <returns>q(z|x), whose tensors are the caller's to dispose.</returns>
    public override DiagonalGaussian forward(Tensor input)
    {
        using var features = Body.call(input);
        using var unbounded = LogVarianceHead.call(features);
        return DiagonalGaussian.Clamped(MeanHead.call(features), unbounded);
    }
}
