using System.Text;
using System.Text.Json;
using VaePipeline.Contracts.Models;
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
        var facts = card.Facts;
        string picture = ModelPicture.FileName(facts.LatentSize);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {facts.ModelName}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"A variational autoencoder of {Describe(facts.Image)} images with {facts.LatentSize} latent{(facts.LatentSize == 1 ? "" : "s")}, trained on {card.DataSet.Name}.\n\n");
        text.Append(CultureInfo.InvariantCulture, $"![Images that the decoder draws]({picture})\n\n");
        text.Append(facts.LatentSize == 2
            ? "The decoder's images at 20 x 20 points of the latent plane, at equal steps of probability from 0.01 to 0.99 in each dimension: the first latent grows to the right, the second upwards.\n\n"
            : "The decoder's images at 400 points drawn from the prior N(0, I).\n\n");
        AppendMetrics(text, card.Metrics);
        AppendFiles(text, card, picture);
        AppendTraining(text, card);
        return text.ToString();
    }

    private static void AppendMetrics(StringBuilder text, MetricsEntry metrics)
    {
        text.Append(CultureInfo.InvariantCulture, $"## On the {metrics.Images:N0} {metrics.Split} images\n\n| | nats per image |\n| --- | ---: |\n");
        foreach (var (label, name) in new[]
        {
            ("reconstruction", "reconstruction"), ("KL divergence", "klDivergence"), ("**negative ELBO**", "negativeElbo"),
        })
        {
            text.Append(CultureInfo.InvariantCulture, $"| {label} | {metrics.Values[name]:F2} |\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"\n{metrics.Definition}\n\n");
    }

    private static void AppendFiles(StringBuilder text, ModelCard card, string picture)
    {
        text.Append("## Files\n\n| file | what |\n| --- | --- |\n");
        text.Append(CultureInfo.InvariantCulture, $"| {card.Decoder.Name} | `{card.Tensors.Latent}` [N, {card.Facts.LatentSize}] to `{card.Tensors.Image}` [N, {card.Facts.Image.Channels}, {card.Facts.Image.Height}, {card.Facts.Image.Width}]; float32 in [0, 1], or uint8 where exported with `--pixels uint8` |\n");
        text.Append(CultureInfo.InvariantCulture, $"| {card.Encoder.Name} | `{card.Tensors.Image}` to `{card.Tensors.Mean}` and `{card.Tensors.LogVariance}` [N, {card.Facts.LatentSize}] |\n");
        text.Append(CultureInfo.InvariantCulture, $"| {card.Weights.Name} | the weights that both were exported from |\n");
        text.Append(CultureInfo.InvariantCulture, $"| {ModelFolder.CardName} | the card: shapes, hashes, options, metrics, versions |\n");
        text.Append(CultureInfo.InvariantCulture, $"| {picture} | the picture above |\n");
        text.Append(CultureInfo.InvariantCulture, $"| {RunReport.FileName} | losses, reconstructions, samples, latent space and options on one page |\n");
        text.Append(CultureInfo.InvariantCulture, $"| {ModelWriter.LogName} | what the run printed, an epoch a line |\n\n");
    }

    private static void AppendTraining(StringBuilder text, ModelCard card)
    {
        text.Append("## Training\n\n");
        text.Append("Options: ").AppendJoin(", ", card.Training.Options.EnumerateObject()
            .Where(option => option.Value.ValueKind != JsonValueKind.Null)
            .Select(option => $"{option.Name} {option.Value}")).Append(".\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Data: {card.DataSet.Name}, SHA-256 of the training images `{card.DataSet.Sha256}`. Licence of the data: {card.DataSet.Licence}.\n\n");
        text.Append("Made with ").AppendJoin(", ", card.Versions.Select(version => $"{version.Key} {version.Value}")).Append(".\n");
    }

    private static string Describe(ImageShape image) => string.Create(
        CultureInfo.InvariantCulture, $"{image.Width} x {image.Height} {(image.Channels == 1 ? "grey" : image.Channels == 3 ? "RGB" : $"{image.Channels}-channel")}");
}
