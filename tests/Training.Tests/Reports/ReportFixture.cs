using VaePipeline.Data.Digits;
using VaePipeline.Data.Images;
using VaePipeline.Data.Sets;
using VaePipeline.Training.Networks;
using VaePipeline.Training.Objective;
using VaePipeline.Training.Options;
using VaePipeline.Training.Reports;
using VaePipeline.Training.Runs;

namespace VaePipeline.Training.Tests.Reports;

/// <summary>Reports of runs that never were: drawn digits, fresh weights, losses made up.</summary>
internal static class ReportFixture
{
    public const int TestImages = 300;

    /// <summary>Falls as losses do: fast, then slowly, to 100 + 5 for the training images and 2 nats more for the held-out ones.</summary>
    public static IReadOnlyList<EpochReport> Epochs(int count, bool isValidated = true) =>
        [.. Enumerable.Range(1, count).Select(epoch => new EpochReport(
            epoch,
            count,
            new ElboTerms(100 + (100.0 / (epoch * epoch)), 5 - (3.0 / epoch)),
            isValidated ? new ElboTerms(102 + (90.0 / (epoch * epoch)), 5 - (2.0 / epoch)) : null,
            isValidated,
            2000 + epoch))];

    public static string Page(int latents = 2, int epochs = 30, bool isValidated = true, bool isLabelled = true, IReadOnlyList<string>? labelNames = null, string name = "digits-2d")
    {
        var options = new TrainingOptions { Network = "mlp", Width = 16, Depth = 1, LatentSize = latents, Epochs = epochs };
        var digits = DigitGenerator.Generate(TestImages, seed: 2);
        var test = isLabelled ? digits : new ImageSet(digits.Count, digits.Shape, digits.Pixels, Labels: null);
        using var vae = VaeNetworks.Create(options.ToNetwork(), digits.Shape, seed: 1);
        vae.eval();
        var report = new TrainingReport(Epochs(epochs, isValidated), epochs, epochs * 100, TimeSpan.FromSeconds(3723));
        var model = new TrainedModel(vae, new DataSet("digits & <more>", "MIT", digits, test) { LabelNames = labelNames }, options, report, new ElboTerms(143.594, 6.383), []);
        return new RunReport(name, model).ToHtml(CancellationToken.None);
    }
}
