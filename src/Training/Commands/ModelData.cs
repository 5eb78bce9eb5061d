using System.Text.Json;
using VaePipeline.CommandLine;
using VaePipeline.Data.Images;
using VaePipeline.Data.Sets;
using VaePipeline.Training.Options;

namespace VaePipeline.Training.Commands;

/// <summary>Data for a model that is there already.</summary>
internal static class ModelData
{
    /// <summary>Loads a data set, read and split as the model's data were.</summary>
    /// <param name="card">The model's card.</param>
    /// <param name="data">What <c>--data</c> says.</param>
    /// <param name="given">Replaces what the command line gives.</param>
    /// <param name="console">Receives the progress of a download, and a warning if test images may have been trained on.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BadInputException">Its images have another shape than the model's.</exception>
    public static async Task<DataSet> LoadAsync(
        ModelCard card, string data, Func<ImageLoadOptions, ImageLoadOptions> given, CommandConsole console, CancellationToken cancellationToken)
    {
        var (images, expected) = (OptionsOf(card).Images, card.Facts.Image);
        var reading = given(OptionsOf(card).ToReading() with { IsLenient = true });
        var dataSet = await DataSetOptions.LoadAsync(data, images: null, reading, console, cancellationToken).ConfigureAwait(false);
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
            console.Note($"warning: {data}: the training images are not those of the model (another SHA-256), so that it may have seen some of the test images");
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
