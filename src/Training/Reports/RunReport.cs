using System.Text;
using VaePipeline.CommandLine;
using VaePipeline.Data.Images;
using VaePipeline.Data.Plots;
using VaePipeline.Training.Evaluation;
using VaePipeline.Training.Objective;
using VaePipeline.Training.Runs;

namespace VaePipeline.Training.Reports;

/// <summary>
/// A run on one page that needs nothing else, neither a network nor scripts: results, losses, what the model draws, where it
/// puts the test images, options.
/// </summary>
/// <param name="name">The model's name.</param>
/// <param name="model">The model at the end of its run, in evaluation mode.</param>
internal sealed class RunReport(string name, TrainedModel model)
{
    /// <summary>Its file name in a model folder.</summary>
    public const string FileName = "report.html";

    private const int MostPoints = 5000;
    private const int Pairs = 20;
    private const int PairsInARow = 10;

    private readonly TrainingReport _run = model.Report;
    private readonly ImageSet _test = model.Data.Test;
    private readonly StringBuilder _page = new();

    /// <summary>The page.</summary>
    public string ToHtml(CancellationToken cancellationToken)
    {
        string title = ReportTables.Encode(name);
        var means = PosteriorMeans.Of(model.Vae, _test, Math.Min(MostPoints, _test.Count), cancellationToken);
        _page.Append(CultureInfo.InvariantCulture, $"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}: report of a training run</title>\n<style>\n{ReportStyle.Css}\n</style>\n</head>\n<body>\n");
        AppendHead(title, means);
        AppendLosses();
        AppendReconstructions();
        AppendDrawn();
        AppendLatentSpace(means);
        AppendOptions();
        return _page.Append("</body>\n</html>\n").ToString();
    }

    private void AppendHead(string title, PosteriorMeans means)
    {
        var vae = model.Vae;
        string latents = vae.LatentSize == 1 ? "1 latent" : Invariant($"{vae.LatentSize} latents");
        Append($"<header><h1>{title}</h1>\n<p>A variational autoencoder of {vae.Image.Width} x {vae.Image.Height} {(vae.Image.Channels == 1 ? "grey" : "RGB")} images with {latents}, network {ReportTables.Encode(model.Options.Network)}, trained on {ReportTables.Encode(model.Data.Name)}.</p></header>\n");
        double imagesPerSecond = Median([.. _run.Epochs.Select(epoch => epoch.ImagesPerSecond)]);
        _page.Append("<dl class=\"tiles\">\n");
        AppendTile("negative ELBO, test", Invariant($"{model.Test.NegativeElbo:F2}"), "nats");
        AppendTile("reconstruction", Invariant($"{model.Test.Reconstruction:F2}"), "nats");
        AppendTile("KL divergence", Invariant($"{model.Test.KlDivergence:F2}"), "nats");
        AppendTile("active units", Invariant($"{means.ActiveUnits()}"), Invariant($"of {vae.LatentSize}"));
        AppendTile("epoch kept", Invariant($"{_run.KeptEpoch}"), Invariant($"of {_run.Epochs.Count}"));
        AppendTile("training time", Durations.Format(_run.Duration), Invariant($"{imagesPerSecond:N0} images/s"));
        _page.Append("</dl>\n");
        Append($"<p>On the {_test.Count:N0} test images. {ReportTables.Encode(ElboEvaluator.Definition(model.Options.Likelihood))}</p>\n");
    }

    private void AppendTile(string label, string value, string unit) =>
        Append($"<div><dt>{label}</dt><dd>{value} <small>{unit}</small></dd></div>\n");

    private void AppendLosses()
    {
        bool isValidated = _run.Epochs.Any(epoch => epoch.Validation is not null);
        _page.Append("<section><h2>Losses</h2>\n<p>Nats per image. Training: the mean over an epoch's steps, while the weights moved. "
            + (isValidated ? "Validation: on held-out images after the epoch; the lowest negative ELBO decides which epoch is kept." : "No images were held out: the last epoch is kept.")
            + "</p>\n<figure><div class=\"panels\">\n");
        AppendPanel("negative ELBO", "elbo", terms => terms.NegativeElbo);
        AppendPanel("reconstruction", "reconstruction", terms => terms.Reconstruction);
        AppendPanel("KL divergence", "kl", terms => terms.KlDivergence);
        _page.Append("</div>\n");
        if (_run.Epochs.Count >= 10)
        {
            _page.Append("<figcaption>The frames fit the epochs after the first tenth; the steep beginning runs out of them.</figcaption>");
        }

        _page.Append("</figure>\n").Append(ReportTables.OfEpochs(_run.Epochs, _run.KeptEpoch)).Append("</section>\n");
    }

    private void AppendPanel(string title, string id, Func<ElboTerms, double> term) =>
        _page.Append(LossPlot.Draw(title, id, _run.Epochs, _run.KeptEpoch, term).ToElement());

    private void AppendReconstructions()
    {
        _page.Append("<section><h2>Reconstructions</h2>\n<p>Test images, and below each what the decoder makes of the mean of q(z|x).</p>\n<figure class=\"strips\">\n");
        foreach (int[] row in ChosenImages().Chunk(PairsInARow))
        {
            Append($"<span class=\"pair\">original</span><img class=\"pair\" alt=\"{row.Length} test images\" src=\"{ReportPictures.Originals(model.Vae, _test, row)}\">\n");
            Append($"<span>reconstruction</span><img alt=\"Their reconstructions\" src=\"{ReportPictures.Reconstructions(model.Vae, _test, row)}\">\n");
        }

        _page.Append("</figure></section>\n");
    }

    // Of each label the first, then of each the second, until there are enough.
    private IEnumerable<int> ChosenImages()
    {
        var all = Enumerable.Range(0, _test.Count);
        return (_test.Labels is { } labels
            ? all.GroupBy(image => labels[image]).SelectMany(group => group.Take(Pairs).Select((image, turn) => (image, turn, Label: group.Key)))
                .OrderBy(entry => entry.turn).ThenBy(entry => entry.Label).Select(entry => entry.image)
            : all).Take(Pairs);
    }

    private void AppendDrawn()
    {
        _page.Append("<section><h2>Samples</h2>\n");
        Append($"<figure><img id=\"samples\" alt=\"100 images that the decoder draws\" src=\"{ReportPictures.Samples(model.Vae)}\">\n<figcaption>The decoder's images at 100 seeded draws from the prior N(0, I).</figcaption></figure></section>\n");
    }

    private void AppendLatentSpace(PosteriorMeans means)
    {
        byte[]? labels = _test.Labels?[..means.Count];
        byte[] present = [.. (labels ?? []).Distinct().Order()];
        int[]? places = labels is null ? null : Array.ConvertAll(labels, label => Array.BinarySearch(present, label));
        var scatter = LatentScatter.Draw(
            Invariant($"the first {means.Count:N0} test images"), means.Values, means.Variances(), places, [.. present.Select(model.Data.LabelName)]);
        bool isPlane = model.Vae.LatentSize == 2;
        Append($"<section><h2>Latent space</h2>\n<div class=\"{(isPlane ? "beside" : "narrow")}\">\n");
        Append($"<figure>{scatter.ToElement()}<figcaption>Where the encoder puts test images: the mean of q(z|x).</figcaption></figure>\n");
        if (isPlane)
        {
            Append($"<figure><img id=\"manifold\" alt=\"The decoder's images over the latent plane\" src=\"{ReportPictures.Manifold(model.Vae)}\">\n<figcaption>The manifold: the decoder's images at 20 x 20 points at equal steps of probability, 0.01 to 0.99 in each latent; z[0] grows to the right, z[1] upwards.</figcaption></figure>\n");
        }

        _page.Append("</div></section>\n");
    }

    private void AppendOptions()
    {
        _page.Append("<section><h2>Options</h2>\n<div class=\"columns\">").Append(ReportTables.OfOptions(model.Options)).Append("</div></section>\n");
        _page.Append("<section><h2>Data and versions</h2>\n").Append(ReportTables.OfPairs("origin",
        [
            ("data set", model.Data.Name),
            ("training images", Invariant($"{model.Data.Training.Count:N0}, SHA-256 {model.Data.Sha256()}")),
            ("test images", Invariant($"{_test.Count:N0}")),
            ("licence of the data", model.Data.Licence),
            .. EngineVersions.All().Select(version => (version.Key, version.Value)),
        ])).Append("</section>\n");
    }

    private void Append(FormattableString text) => _page.Append(text.ToString(CultureInfo.InvariantCulture));

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }
}
