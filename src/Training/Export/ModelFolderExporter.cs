using VaePipeline.Contracts.Models;
using VaePipeline.Training.Networks;

namespace VaePipeline.Training.Export;

/// <summary>Makes the graphs of a model folder anew from its network, which was built again from card and weights.</summary>
internal static class ModelFolderExporter
{
    /// <summary>
    /// Exports both graphs and states their hashes in the card, which is left alone where it has them already. Cut off
    /// between the two, the folder is refused by its readers until it is exported again.
    /// </summary>
    /// <param name="network">The folder's network; it stays the caller's.</param>
    /// <param name="images">Images to compare on, see <see cref="VaeExporter.Export"/>.</param>
    /// <param name="options">How; the origin is the card's.</param>
    /// <param name="pixels">Element type of the decoder's images, see <see cref="ModelFacts.ElementType"/>; <c>null</c> as the card says.</param>
    /// <param name="isCardChanged">Whether the card was written.</param>
    public static VaeExportReport Export(
        TrainedNetwork network, ReadOnlyMemory<float> images, VaeExportOptions options, string? pixels, out bool isCardChanged)
    {
        var (path, card) = (network.Folder.FolderPath, network.Folder.Card);
        var facts = pixels is null ? card.Facts : card.Facts.WithElementType(pixels);
        var report = VaeExporter.Export(network.Vae, facts, path, images, options with { Origin = TrainingOrigin.Of(card) });
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
            ModelFolder.Write(path, changed);
        }

        return report;
    }
}
