using System.Text.Json;
using System.Text.Json.Serialization;

namespace VaePipeline.Training.Networks;

/// <summary>Likelihoods in cards and option files: by their names on the command line, <c>bernoulli</c> and <c>gaussian</c>.</summary>
internal sealed class LikelihoodJson() : JsonStringEnumConverter<Likelihood>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
