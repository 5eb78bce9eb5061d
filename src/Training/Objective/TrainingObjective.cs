namespace VaePipeline.Training.Objective;

/// <summary>
/// What a step minimizes: the negative ELBO, its KL term weighted (Higgins et al. 2017) and at least
/// <paramref name="FreeBits"/> a latent (Kingma et al. 2016), or the importance-weighted bound of K samples (Burda,
/// Grosse and Salakhutdinov 2016).
/// </summary>
/// <param name="FreeBits">λ, nats: the KL divergence of a latent, averaged over the batch, below which nothing is gained.</param>
/// <param name="ImportanceSamples">K; 1 is the ELBO.</param>
internal readonly record struct TrainingObjective(double FreeBits, int ImportanceSamples)
{
    /// <summary>The loss of a batch, and both terms of the plain ELBO for whoever watches.</summary>
    /// <param name="vae">The model.</param>
    /// <param name="input">What the encoder sees, [N, C, H, W], float32 in [0, 1].</param>
    /// <param name="target">What the decoder is to give, of the same shape.</param>
    /// <param name="eps">N(0, I) noise, [K, N, L], float32.</param>
    /// <param name="klWeight">β: weight of the KL term, or of ln p(z) - ln q(z|x) in the bound.</param>
    /// <returns>Three scalars. Intermediate tensors are left to the caller's dispose scope, which has to be there.</returns>
    public (Tensor Loss, Tensor Reconstruction, Tensor KlDivergence) Compute(
        Vae vae, Tensor input, Tensor target, Tensor eps, double klWeight)
    {
        var posterior = vae.Encoder.call(input);
        var latents = posterior.Sample(eps);
        var logits = vae.Decoder.call(latents.flatten(0, 1));
        var klDivergences = posterior.KlFromPrior();
        var klDivergence = klDivergences.sum();
        if (ImportanceSamples == 1)
        {
            var reconstruction = Objective.Reconstruction.Mean(vae, logits, target);
            var penalty = FreeBits > 0 ? klDivergences.clamp_min((float)FreeBits).sum() : klDivergence;
            return (reconstruction + (penalty * (float)klWeight), reconstruction, klDivergence);
        }

        // ln w = ln p(x|z) + β (ln p(z) - ln q(z|x)).
        var copies = target.unsqueeze(0).expand([ImportanceSamples, .. target.shape]).flatten(0, 1);
        var costs = Objective.Reconstruction.Each(vae, logits, copies).view(ImportanceSamples, -1);
        var bound = (posterior.LogRatio(latents, eps, klWeight) - costs).logsumexp(dim: 0).mean() - (float)Math.Log(ImportanceSamples);
        return (-bound, costs.mean(), klDivergence);
    }
}
