using System.Text.Json;
using VaePipeline.Training.Reports;

namespace VaePipeline.Training.ModelFolders;

/// <summary>The page that a model folder shows: what the model is, how good, how it was made.</summary>
internal static class ModelReadme
{
    /// <summary>Its file name.</summary>
    public const string FileName = "README.md";

    /// <summary>The page, from the card alone.</summary>
    public static string Create(ModelCard card)
    {
        var (facts, metrics, tensors) = (card.Facts, card.Metrics, card.Tensors);
        string picture = ModelPicture.FileName(facts.LatentSize);
        string drawn = facts.LatentSize == 2
            ? "The decoder's images at 20 x 20 points of the latent plane, at equal steps of probability from 0.01 to 0.99 in each dimension: the first latent grows to the right, the second upwards."
            : "The decoder's images at 400 points drawn from the prior N(0, I).";
        var options = card.Training.Options.EnumerateObject().Where(option => option.Value.ValueKind != JsonValueKind.Null);
        return Invariant($"""
            # {facts.ModelName}

            A variational autoencoder of {Describe(facts.Image)} images with {facts.LatentSize} latent{(facts.LatentSize == 1 ? "" : "s")}, trained on {card.DataSet.Name}.

            ![Images that the decoder draws]({picture})

            {drawn}

            ## On the {metrics.Images:N0} {metrics.Split} images

            | | nats per image |
            | --- | ---: |
            | reconstruction | {metrics.Values["reconstruction"]:F2} |
            | KL divergence | {metrics.Values["klDivergence"]:F2} |
            | **negative ELBO** | {metrics.Values["negativeElbo"]:F2} |

            {metrics.Definition}

            ## Files

            | file | what |
            | --- | --- |
            | {card.Decoder.Name} | `{tensors.Latent}` [N, {facts.LatentSize}] to `{tensors.Image}` [N, {facts.Image.Channels}, {facts.Image.Height}, {facts.Image.Width}]; float32 in [0, 1], or uint8 where exported with `--pixels uint8` |
            | {card.Encoder.Name} | `{tensors.Image}` to `{tensors.Mean}` and `{tensors.LogVariance}` [N, {facts.LatentSize}] |
            | {card.Weights.Name} | the weights that both were exported from |
            | {ModelFolder.CardName} | the card: shapes, hashes, options, metrics, versions |
            | {picture} | the picture above |
            | {RunReport.FileName} | losses, reconstructions, samples, latent space and options on one page |
            | {ModelWriter.LogName} | what the run printed, an epoch a line |

            ## Training

            Options: {string.Join(", ", options.Select(option => $"{option.Name} {option.Value}"))}.

            Data: {card.DataSet.Name}, SHA-256 of the training images `{card.DataSet.Sha256}`. Licence of the data: {card.DataSet.Licence}.

            Made with {string.Join(", ", card.Versions.Select(version => $"{version.Key} {version.Value}"))}.

            """).ReplaceLineEndings("\n");
    }

    private static string Describe(ImageShape image) => Invariant($"{image.Width} x {image.Height} {(image.Channels == 1 ? "grey" : image.Channels == 3 ? "RGB" : $"{image.Channels}-channel")}");
}
