using VaePipeline.Contracts.Safetensors;
using VaePipeline.Training.Evaluation;
using VaePipeline.Training.Export;
using VaePipeline.Training.Options;
using VaePipeline.Training.Reports;
using VaePipeline.Training.Runs;

namespace VaePipeline.Training.ModelFolders;

/// <summary>Writes a model folder: weights, both graphs, picture, report, log, README and, last, the card.</summary>
internal static class ModelWriter
{
    /// <summary>File name of the lines that the run printed.</summary>
    public const string LogName = "training.log";

    /// <summary>Writes everything and moves it to its place.</summary>
    /// <returns>Names of the files, and how far the graphs are from the network.</returns>
    /// <exception cref="InvalidOperationException">A graph does not compute what was trained; nothing is moved.</exception>
    public static (IReadOnlyList<string> Files, VaeExportReport Export) Write(RunFolder run, TrainedModel model)
    {
        var vae = model.Vae;
        vae.eval();
        using var staged = run.StageModel();
        string folder = staged.FullPath;
        var facts = new ModelFacts { ModelName = run.ModelName, LatentSize = vae.LatentSize, Image = vae.Image };
        SafetensorsFile.Write(Path.Combine(folder, VaeWeights.FileName), VaeWeights.Capture(vae));
        var origin = CreateOrigin(model, folder);
        var export = VaeExporter.Export(vae, facts, folder, VerificationImages.First(model.Data.Test), new VaeExportOptions { Origin = origin });
        ModelPicture.Write(Path.Combine(folder, ModelPicture.FileName(vae.LatentSize)), vae);
        WriteText(folder, RunReport.FileName, new RunReport(run.ModelName, model).ToHtml(CancellationToken.None));
        WriteText(folder, LogName, string.Concat(model.Log.Select(line => line + "\n")));
        var card = CreateCard(model, facts, export, origin);
        WriteText(folder, ModelReadme.FileName, ModelReadme.Create(card));
        ModelFolder.Write(folder, card);
        return (run.Publish(staged, last: ModelFolder.CardName), export);
    }

    private static TrainingOrigin CreateOrigin(TrainedModel model, string folder) => new(
        new DataSetEntry { Name = model.Data.Name, Sha256 = model.Data.Sha256(), Licence = model.Data.Licence },
        new TrainingEntry
        {
            Options = TrainingOptionsJson.ToElement(model.Options),
            Seed = model.Options.Seed,
            Threads = model.Options.Threads,
            Epochs = model.Options.Epochs,
        },
        FileEntry.Of(Path.Combine(folder, VaeWeights.FileName)));

    private static ModelCard CreateCard(TrainedModel model, ModelFacts facts, VaeExportReport export, TrainingOrigin origin) => new()
    {
        Facts = facts,
        Encoder = export.Encoder.Entry,
        Decoder = export.Decoder.Entry,
        Weights = origin.Weights,
        DataSet = origin.Data,
        Training = origin.Run,
        Metrics = new MetricsEntry
        {
            Split = "test",
            Images = model.Data.Test.Count,
            Values = new Dictionary<string, double>
            {
                ["klDivergence"] = Rounded(model.Test.KlDivergence),
                ["negativeElbo"] = Rounded(model.Test.NegativeElbo),
                ["reconstruction"] = Rounded(model.Test.Reconstruction),
            },
            Definition = ElboEvaluator.Definition(model.Options.Likelihood),
        },
        Versions = EngineVersions.All(),
    };

    // Beyond a ten-thousandth of a nat the last bits of float32 sums speak.
    private static double Rounded(double value) => Math.Round(value, 4);

    private static void WriteText(string folder, string name, string text) => File.WriteAllText(Path.Combine(folder, name), text);
}
