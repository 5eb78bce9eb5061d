using System.Net;
using System.Text.Json;
using VaePipeline.Contracts.Models;
using VaePipeline.Data.Images;
using VaePipeline.Data.Sets;
using VaePipeline.Training.Options;

namespace VaePipeline.Training.Commands;

/// <summary>What commands that read a data set share.</summary>
internal static class DataOption
{
    /// <summary>What may be given, for help.</summary>
    public static string Description { get; } =
        $"{char.ToUpperInvariant(UserDataLoader.Kinds[0])}{UserDataLoader.Kinds[1..]}; or one of {string.Join(", ", DataSource.Names)}. Named sets are downloaded once; digits is built in.";

    /// <summary>Loads a data set, downloading into the user's cache folder where it must.</summary>
    /// <param name="data">What <c>--data</c> says.</param>
    /// <param name="images">Use only the first so many training images; null uses all.</param>
    /// <param name="reading">How own data are read and split.</param>
    /// <param name="console">Receives the progress of a download.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArgumentException">Options of <paramref name="reading"/> are out of range or do not apply.</exception>
    public static async Task<DataSet> LoadAsync(string data, int? images, ImageLoadOptions reading, CommandConsole console, CancellationToken cancellationToken)
    {
        string[] faults = [.. reading.Faults()];
        if (faults.Length > 0)
        {
            throw new ArgumentException(string.Join(" ", faults));
        }

        using var handler = new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(15), AutomaticDecompression = DecompressionMethods.None };
        using var client = new HttpClient(handler);
        var downloader = new DataSetDownloader(client, console.Error.WriteLine);
        return await new DataSource(downloader, Machine.CacheFolder()).LoadAsync(data, images, reading, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Loads a data set for a model, read and split as the model's data were.</summary>
    /// <param name="card">The model's card.</param>
    /// <param name="data">What <c>--data</c> says.</param>
    /// <param name="given">Replaces what the command line gives, see <see cref="DataOptionSet.Apply"/>.</param>
    /// <param name="console">Receives the progress of a download, and a warning where test images may have been trained on.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BadInputException">Its images have another shape than the model's.</exception>
    public static async Task<DataSet> LoadForAsync(
        ModelCard card, string data, Func<ImageLoadOptions, ImageLoadOptions> given, CommandConsole console, CancellationToken cancellationToken)
    {
        var (images, expected) = (OptionsOf(card).Images, card.Facts.Image);
        var reading = given(OptionsOf(card).ToReading() with { IsLenient = true });
        var dataSet = await LoadAsync(data, images: null, reading, console, cancellationToken).ConfigureAwait(false);
        if (dataSet.Test.Shape != expected)
        {
            throw BadInputException.In(
                data,
                $"the images are {dataSet.Test.Shape}",
                $"{expected}, as the model's",
                dataSet.Test.Shape.Channels == expected.Channels
                    ? $"Choose another --data, or add --resize {new ImageSize(expected.Width, expected.Height)}."
                    : "Choose another --data.");
        }

        if (dataSet.TestShare is not null && images is null && dataSet.Name == card.DataSet.Name && dataSet.Sha256() != card.DataSet.Sha256)
        {
            await console.Error.WriteLineAsync(
                $"warning: {data}: the training images are not those of the model (another SHA-256), so that it may have seen some of the test images").ConfigureAwait(false);
        }

        return dataSet;
    }

    // A card whose options are not this program's tells nothing of how its data were read.
    private static TrainingOptions OptionsOf(ModelCard card)
    {
        try
        {
            return TrainingOptionsJson.FromElement(card.Training.Options);
        }
        catch (JsonException)
        {
            return new TrainingOptions { Seed = card.Training.Seed };
        }
    }
}
