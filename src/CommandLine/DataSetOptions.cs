using System.Net;
using VaePipeline.Data.Images;
using VaePipeline.Data.Sets;

namespace VaePipeline.CommandLine;

/// <summary>What commands that read a data set share.</summary>
internal static class DataSetOptions
{
    /// <summary>What may be given as a data set, for help.</summary>
    public static string Description { get; } =
        $"{char.ToUpperInvariant(UserDataLoader.Kinds[0])}{UserDataLoader.Kinds[1..]}; or one of {string.Join(", ", DataSource.Names)}. Named sets are downloaded once; digits is built in.";

    /// <summary>Which values are white.</summary>
    private static readonly TextEntry<ImageLoadOptions> PixelRange = new(
        "--pixel-range",
        TextForm.OneOf("1", "255"),
        "Value of white in CSV and NPY files.",
        options => options.PixelRange?.ToString(CultureInfo.InvariantCulture),
        (options, value) => options with { PixelRange = int.Parse(value, CultureInfo.InvariantCulture) },
        "detected from the values");

    /// <summary>How data of the user's own are read and split.</summary>
    public static OptionTable<ImageLoadOptions> Reading { get; } = new(
        new TextEntry<ImageLoadOptions>(
            "--resize",
            new TextForm("WxH", "WIDTHxHEIGHT, as 32x32", text => ImageSize.TryParse(text, out _)),
            "Resize all images to this size, such as 32x32 (width first): area means if they shrink, bilinear if they grow.",
            options => options.Resize,
            (options, value) => options with { Resize = value },
            "as they are"),
        new TextEntry<ImageLoadOptions>(
            "--fit",
            TextForm.OneOf("stretch", "crop", "pad"),
            "How --resize changes other proportions: stretch, crop (cut to the middle), or pad (black around).",
            options => options.Fit,
            (options, value) => options with { Fit = value },
            "stretch"),
        new TextEntry<ImageLoadOptions>(
            "--image-shape",
            new TextForm("CxHxW", "CxHxW with 1 or 3 channels, as 3x32x32", text => new ImageLoadOptions { ImageShape = text }.Shape is not null),
            "Shape of images in CSV or NPY rows, such as 3x32x32.",
            options => options.ImageShape,
            (options, value) => options with { ImageShape = value },
            "square and grey"),
        PixelRange,
        new NumberEntry<ImageLoadOptions, double>(
            "--test-share",
            new NumberRange<double>(0, 1, IsLowOpen: true, IsHighOpen: true),
            "Share of the images that is held out as the test part, chosen by the seed, if the data have no test part.",
            options => options.TestShare,
            (options, value) => options with { TestShare = value },
            ImageLoadOptions.DefaultTestShare.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The part of <see cref="Reading"/> that applies to images whose shape is known.</summary>
    public static OptionTable<ImageLoadOptions> Values { get; } = new(PixelRange);

    /// <summary>Names a data set.</summary>
    /// <param name="isRequired">Whether the command cannot do without.</param>
    /// <param name="before">What the data are for, as a sentence and a blank.</param>
    /// <param name="after">What is taken without the option.</param>
    public static Option<string> Data(bool isRequired = true, string before = "", string after = "")
    {
        Option<string> option = new("--data") { HelpName = "FOLDER|FILE|NAME", Description = before + Description + after, Required = isRequired };
        option.CompletionSources.Add([.. DataSource.Names]);
        return option;
    }

    /// <summary>Loads a data set, downloading into the user's cache folder if it must.</summary>
    /// <param name="data">A name, folder or file.</param>
    /// <param name="images">Use only the first so many training images; null uses all.</param>
    /// <param name="reading">How own data are read and split.</param>
    /// <param name="console">Receives the progress of a download.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArgumentException">Options of <paramref name="reading"/> do not apply.</exception>
    public static async Task<DataSet> LoadAsync(string data, int? images, ImageLoadOptions reading, CommandConsole console, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(15), AutomaticDecompression = DecompressionMethods.None };
        using var client = new HttpClient(handler);
        var downloader = new DataSetDownloader(client, line =>
        {
            if (!console.IsQuiet)
            {
                console.Note(line);
            }
        });
        return await new DataSource(downloader, CacheFolder()).LoadAsync(data, images, reading, cancellationToken).ConfigureAwait(false);
    }

    // vae-pipeline in $XDG_CACHE_HOME, else in the user's cache folder.
    private static string CacheFolder()
    {
        string? cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (string.IsNullOrEmpty(cache) || !Path.IsPathFullyQualified(cache))
        {
            cache = OperatingSystem.IsWindows()
                ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        }

        return Path.Combine(cache, "vae-pipeline");
    }
}
