using VaePipeline.Contracts.Models;
using VaePipeline.Training.Networks;

namespace VaePipeline.Training.Export;

/// <summary>A model folder whose network was built again from its card and weights, so that its graphs can be made anew.</summary>
internal sealed class ModelFolderExporter : IDisposable
{
    private readonly TrainedNetwork _network;

    private ModelFolderExporter(TrainedNetwork network) => _network = network;

    /// <inheritdoc cref="TrainedNetwork.Vae"/>
    public Vae Vae => _network.Vae;

    /// <summary>The card, as it was opened.</summary>
    public ModelCard Card => _network.Folder.Card;

    /// <inheritdoc cref="TrainedNetwork.Open"/>
    public static ModelFolderExporter Open(string folder) => new(TrainedNetwork.Open(folder));

    /// <summary>
    /// Exports both graphs and states their hashes in the card, which is left alone where it has them already. Cut off
    /// between the two, the folder is refused by its readers until it is exported again.
    /// </summary>
    /// <param name="images">Images to compare on, see <see cref="VaeExporter.Export"/>.</param>
    /// <param name="options">How; the origin is the card's.</param>
    /// <param name="pixels">Element type of the decoder's images, see <see cref="ModelFacts.ElementType"/>; <c>null</c> as the card says.</param>
    /// <param name="isCardChanged">Whether the card was written.</param>
    public VaeExportReport Export(ReadOnlyMemory<float> images, VaeExportOptions options, string? pixels, out bool isCardChanged)
    {
        var folder = _network.Folder;
        var card = folder.Card;
        var facts = pixels is null ? card.Facts : card.Facts.WithElementType(pixels);
        var report = VaeExporter.Export(Vae, facts, folder.FolderPath, images, options with { Origin = TrainingOrigin.Of(card) });
        var changed = card with
        {
            Facts = facts,
            Encoder = report.Encoder.Entry,
            Decoder = report.Decoder.Entry,
            Quantization = report.Decoder.Parity.Int8 is { } error && options.Int8 is { } int8
                ? new QuantizationEntry { MeanError = Math.Round(error.Mean, 4), Within16 = Math.Round(error.Within, 6), Images = (int)int8.Test.Shape[0] }
                : null,
        };
        isCardChanged = changed != card;
        if (isCardChanged)
        {
            ModelFolder.Write(folder.FolderPath, changed);
        }

        return report;
    }

    public void Dispose() => _network.Dispose();
}
