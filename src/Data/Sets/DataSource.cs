using VaePipeline.Data.Images;

namespace VaePipeline.Data.Sets;

/// <summary>
/// Finds the data that <c>--data</c> means: a name first (<c>digits</c> or one of <see cref="KnownDataSets"/>; a folder of
/// that name is meant by <c>./mnist</c>), else <see cref="UserDataLoader"/>.
/// </summary>
/// <param name="downloader">Brings known data sets.</param>
/// <param name="cacheFolder">Where they are kept, each in a folder of its name.</param>
internal sealed class DataSource(DataSetDownloader downloader, string cacheFolder)
{
    /// <summary>All names, for help and errors.</summary>
    public static IReadOnlyList<string> Names { get; } = [DigitDataSet.Name, .. KnownDataSets.All.Select(known => known.Name)];

    /// <summary>Loads a data set.</summary>
    /// <param name="data">A name, a folder or a file.</param>
    /// <param name="trainingImages">Use only the first so many training images; null uses all.</param>
    /// <param name="options">How the user's own data are read and split.</param>
    /// <param name="cancellationToken">Ends a download or the reading.</param>
    /// <exception cref="ArgumentException">An option of <paramref name="options"/> does not apply to the data.</exception>
    /// <exception cref="BadInputException">No such name, folder or file, bad files, or too few images.</exception>
    /// <exception cref="IOException">A download failed.</exception>
    public async Task<DataSet> LoadAsync(string data, int? trainingImages, ImageLoadOptions options, CancellationToken cancellationToken)
    {
        if (data == DigitDataSet.Name)
        {
            options.For(data, takesNumbers: false, takesShare: false);
            return DigitDataSet.Create(trainingImages ?? DigitDataSet.DefaultTrainingCount).Resized(options);
        }

        var known = KnownDataSets.All.FirstOrDefault(candidate => candidate.Name == data);
        if (known is not null)
        {
            options.For(data, takesNumbers: false, takesShare: false);
            string folder = Path.Combine(cacheFolder, known.Name);
            await downloader.EnsureAsync(known, folder, cancellationToken).ConfigureAwait(false);
            return FirstImages(IdxFolder.Read(folder).Resized(options), trainingImages, folder);
        }

        return Path.Exists(data)
            ? FirstImages(UserDataLoader.Read(data, options, cancellationToken), trainingImages, data)
            : throw BadInputException.In(
                data, "there is no such folder or file", $"{UserDataLoader.Kinds}, or one of {string.Join(", ", Names)}", "Check the name.");
    }

    private static DataSet FirstImages(DataSet dataSet, int? count, string source)
    {
        var all = dataSet.Training;
        if (count is not { } wanted || wanted == all.Count)
        {
            return dataSet;
        }

        if (wanted > all.Count)
        {
            throw BadInputException.In(
                source, Invariant($"there are {all.Count} training images"), Invariant($"at least {wanted}"), "Lower --images.");
        }

        var first = new ImageSet(wanted, all.Shape, all.Pixels[..(wanted * all.Shape.PixelCount)], all.Labels?[..wanted]);
        return dataSet with { Training = first };
    }
}
