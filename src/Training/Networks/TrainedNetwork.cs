using System.Text.Json;
using VaePipeline.Contracts.Models;
using VaePipeline.Contracts.Safetensors;
using VaePipeline.Training.Options;

namespace VaePipeline.Training.Networks;

/// <summary>The network of a model folder, built again from the folder's card and weights.</summary>
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
        var model = ModelFolder.OpenForExport(folder);
        var vae = VaeNetworks.Create(NetworkOf(model), model.Card.Facts.Image, seed: 0);
        try
        {
            VaeWeights.Restore(vae, SafetensorsFile.Read(model.WeightsPath).Tensors, model.WeightsPath);
            vae.eval();
            return new TrainedNetwork(model, vae);
        }
        catch
        {
            vae.Dispose();
            throw;
        }
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
