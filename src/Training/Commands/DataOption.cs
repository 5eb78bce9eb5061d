using System.Net;
using VaePipeline.Contracts.Errors;
using VaePipeline.Contracts.Models;
using VaePipeline.Training.Data;

namespace VaePipeline.Training.Commands;

/// <summary>What commands that read a data set share.</summary>
internal static class DataOption
{
    /// <summary>What may be given, for help.</summary>
    public static string Description { get; } =
        $"Folder of IDX files with MNIST's names (plain or .gz), or one of {string.Join(", ", DataSource.Names)}. Named sets are downloaded once; digits is built in.";

    /// <summary>Loads a data set, downloading into the user's cache folder where it must.</summary>
    public static async Task<DataSet> LoadAsync(string data, int? images, CommandConsole console, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(15), AutomaticDecompression = DecompressionMethods.None };
        using var client = new HttpClient(handler);
        var downloader = new DataSetDownloader(client, console.Error.WriteLine);
        return await new DataSource(downloader, Machine.CacheFolder()).LoadAsync(data, images, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Loads a data set for a model.</summary>
    /// <exception cref="BadInputException">Its images have another shape than the model's.</exception>
    public static async Task<DataSet> LoadForAsync(ImageShape expected, string data, CommandConsole console, CancellationToken cancellationToken)
    {
        var dataSet = await LoadAsync(data, images: null, console, cancellationToken).ConfigureAwait(false);
        return dataSet.Test.Shape == expected
            ? dataSet
            : throw BadInputException.In(
                data, $"the images are {dataSet.Test.Shape}", $"{expected}, as the model's", "Choose another --data.");
    }
}
