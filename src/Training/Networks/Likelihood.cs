using System.Text.Json;
using System.Text.Json.Serialization;

namespace VaePipeline.Training.Networks;

/// <summary>p(x|z): how the decoder's image σ(logits) stands for the pixels.</summary>
[JsonConverter(typeof(LikelihoodJson))]
internal enum Likelihood
{
    /// <summary>Each pixel is the probability of a one; grey pixels count as expectations. The cost is binary cross-entropy.</summary>
    Bernoulli,

    /// <summary>Each pixel is a mean; all pixels share one learned standard deviation (Rybkin, Daniilidis and Levine 2021, σ-VAE).</summary>
    Gaussian,
}

/// <summary>Likelihoods in cards and option files: by their names on the command line, <c>bernoulli</c> and <c>gaussian</c>.</summary>
internal sealed class LikelihoodJson() : JsonStringEnumConverter<Likelihood>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
