using System.CommandLine;
using VaePipeline.CommandLine;
using VaePipeline.Contracts.Models;
using VaePipeline.Contracts.Pictures;
using VaePipeline.Data.Images;
using VaePipeline.Data.Sets;

namespace VaePipeline.Training.Commands;

/// <summary><c>data</c>: says what a data set holds, and draws some of it.</summary>
internal static class DataCommand
{
    private const int SheetSide = 10;
    private const int LongestBar = 40;

    public static Command Create(CommandConsole console)
    {
        var data = new Argument<string>("data") { Description = DataOption.Description };
        var images = new Option<int?>("--images") { Description = "Look at the first N training images only." };
        var sheet = new Option<string?>("--sheet") { Description = "Draw the first 100 training images as 10 x 10 into this PNG file." };
        var force = new Option<bool>("--force") { Description = "Replace the file of --sheet." };
        var seed = new Option<long>("--seed") { Description = "Decides which images become the test part, as in train.", DefaultValueFactory = _ => new ImageLoadOptions().Seed };
        var command = new Command("data", "Says what a data set holds.") { data, images, sheet, force, seed };
        var reading = new DataOptionSet();
        reading.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Task.Run(
            () => RunAsync(
                parsed.GetRequiredValue(data),
                parsed.GetValue(images),
                reading.Apply(parsed, new ImageLoadOptions { Seed = parsed.GetValue(seed) }),
                parsed.GetValue(sheet),
                parsed.GetValue(force),
                console,
                cancellationToken),
            cancellationToken));
        return command.WithExamples(
            "vae data mnist", "vae data path/to/png-folders --resize 32x32 --sheet mine.png", "vae data digits --images 1000 --sheet digits.png");
    }

    private static async Task<int> RunAsync(
        string data, int? images, ImageLoadOptions reading, string? sheet, bool force, CommandConsole console, CancellationToken cancellationToken)
    {
        if (images < 1)
        {
            throw new ArgumentException($"--images: {images.Value.ToString(CultureInfo.InvariantCulture)}; expected at least 1. See `vae data --help`.");
        }

        if (sheet is not null && File.Exists(sheet) && !force)
        {
            throw new UnwritableOutputException($"{sheet}: the file exists already; expected a new file. Choose another --sheet, or add --force.");
        }

        var dataSet = await DataOption.LoadAsync(data, images, reading, console, cancellationToken).ConfigureAwait(false);
        WriteLine(console.Out, $"data set      {dataSet.Name}");
        WriteLine(console.Out, $"kind          {dataSet.Kind}");
        WriteLine(console.Out, $"licence       {dataSet.Licence}");
        WriteLine(console.Out, $"image shape   {dataSet.Training.Shape}{Describe(dataSet.Training.Shape)}");
        WriteLine(console.Out, $"SHA-256       {dataSet.Sha256()} (training images)");
        if (dataSet.LargestRounding > 0)
        {
            WriteLine(console.Out, $"rounding      to 256 levels, by at most {dataSet.LargestRounding:G3} of 1");
        }

        if (dataSet.TestShare is { } share)
        {
            WriteLine(console.Out, $"split         {share} of the images test, chosen by seed {reading.Seed}");
        }

        Describe(console.Out, "training", dataSet.Training, dataSet);
        Describe(console.Out, "test", dataSet.Test, dataSet);
        if (sheet is not null)
        {
            WriteSheet(sheet, dataSet.Training);
            WriteLine(console.Out, $"wrote         {sheet}");
        }

        return ExitCodes.Done;
    }

    private static string Describe(ImageShape shape) => shape.Channels switch
    {
        1 => ", grey",
        3 => ", RGB",
        _ => "",
    };

    private static void Describe(TextWriter output, string part, ImageSet images, DataSet dataSet)
    {
        var counts = new long[byte.MaxValue + 1];
        foreach (byte pixel in images.Pixels)
        {
            counts[pixel]++;
        }

        double mean = counts.Index().Sum(level => (double)level.Index * level.Item) / (255.0 * images.Pixels.Length);
        int lowest = Array.FindIndex(counts, count => count > 0), highest = Array.FindLastIndex(counts, count => count > 0);
        WriteLine(output, $"{part,-13} {images.Count} images, pixels {lowest} to {highest} of 255, mean {mean:F4}");
        var labels = (images.Labels ?? []).CountBy(label => label).OrderBy(label => label.Key).ToArray();
        int width = labels.Select(label => dataSet.LabelName(label.Key).Length).Append(5).Max();
        int most = labels.Select(label => label.Value).DefaultIfEmpty().Max();
        foreach (var (label, count) in labels)
        {
            WriteLine(output, $"  label {dataSet.LabelName(label).PadRight(width)} {count,7} {new string('#', (int)Math.Round((double)LongestBar * count / most))}");
        }
    }

    private static void WriteSheet(string path, ImageSet images)
    {
        int count = Math.Min(SheetSide * SheetSide, images.Count), pixelCount = images.Shape.PixelCount;
        var sheet = new ContactSheet(images.Shape, count, columns: SheetSide);
        for (int i = 0; i < count; i++)
        {
            sheet.Place(i, images.Pixels.AsSpan(i * pixelCount, pixelCount));
        }

        PngFile.Write(path, sheet.Pixels, sheet.Width, sheet.Height, images.Shape.Channels);
    }

    private static void WriteLine(TextWriter output, FormattableString line) => output.WriteLine(FormattableString.Invariant(line));
}
