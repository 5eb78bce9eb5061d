using System.Text.Json;
using VaePipeline.Contracts.Safetensors;
using VaePipeline.Training.Export;
using VaePipeline.Training.Options;

namespace VaePipeline.Training.ModelFolders;

/// <summary>The network of a model folder, built again from the folder's card and weights, so that it can be measured or exported anew.</summary>
internal sealed class TrainedNetwork : IDisposable
{
    private const string NetworkOption = "network";

    private TrainedNetwork(ModelFolder folder, Vae vae)
    {
        Folder = folder;
        Vae = vae;
    }

    /// <summary>Where it comes from.</summary>
    public ModelFolder Folder { get; }

    /// <summary>The network with the folder's weights, in evaluation mode.</summary>
    public Vae Vae { get; }

    /// <summary>Reads card and weights. The graphs may be missing or damaged.</summary>
    /// <param name="folder">Path of the model folder.</param>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="FileNotFoundException">The card or the weights are missing.</exception>
    /// <exception cref="BadInputException">They are damaged, or belong to no network that this version knows.</exception>
    public static TrainedNetwork Open(string folder)
    {
        var model = ModelFolder.OpenForExport(folder, out byte[] weights);
        var vae = VaeNetworks.Create(NetworkOf(model), model.Card.Facts.Image, seed: 0);
        try
        {
            VaeWeights.Restore(vae, SafetensorsFile.Read(weights, model.WeightsPath).Tensors, model.WeightsPath);
            vae.eval();
            return new TrainedNetwork(model, vae);
        }
        catch
        {
            vae.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Exports both graphs and states their hashes in the card, which is left alone if it has them already. Cut off
    /// between the two, the folder is refused by its readers until it is exported again.
    /// </summary>
    /// <param name="images">Images to compare on, see <see cref="VaeExporter.Export"/>.</param>
    /// <param name="options">How; the origin is the card's.</param>
    /// <param name="pixels">Element type of the decoder's images, see <see cref="ModelFacts.ElementType"/>; <c>null</c> as the card says.</param>
    /// <param name="isCardChanged">Whether the card was written.</param>
    public VaeExportReport Export(ReadOnlyMemory<float> images, VaeExportOptions options, string? pixels, out bool isCardChanged)
    {
        var card = Folder.Card;
        var facts = pixels is null ? card.Facts : card.Facts.WithElementType(pixels);
        var report = VaeExporter.Export(Vae, facts, Folder.FolderPath, images, options with { Origin = TrainingOrigin.Of(card) });
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
            ModelFolder.Write(Folder.FolderPath, changed);
        }

        return report;
    }

    public void Dispose() => Vae.Dispose();

    private static NetworkOptions NetworkOf(ModelFolder model)
    {
        string card = Path.Combine(model.FolderPath, ModelFolder.CardName);
        var element = model.Card.Training.Options;
        string? name = element.TryGetProperty(NetworkOption, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        return name is not null && VaeNetworks.Names.Contains(name)
            ? OptionsOf(element, card).ToNetwork() with { LatentSize = model.Card.Facts.LatentSize }
            : throw BadInputException.In(
                card,
                name is null ? $"\"training.options.{NetworkOption}\" is missing" : $"\"training.options.{NetworkOption}\" is \"{name}\"",
                string.Join(" or ", VaeNetworks.Names.Select(known => $"\"{known}\"")),
                "Take the file as it was written, or update VaePipeline.");
    }

    private static TrainingOptions OptionsOf(JsonElement options, string card)
    {
        try
        {
            return TrainingOptionsJson.FromElement(options);
        }
        catch (JsonException exception)
        {
            throw BadInputException.In(
                card, $"\"training.options\" are not those of a run ({exception.Message})", "options that this version knows", "Take the file as it was written, or update VaePipeline.", exception);
        }
    }
}
