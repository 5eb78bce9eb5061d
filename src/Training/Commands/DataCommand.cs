using System.CommandLine;
using System.Globalization;
using VaePipeline.Contracts.Errors;
using VaePipeline.Contracts.Formats;
using VaePipeline.Contracts.Pictures;

namespace VaePipeline.Training.Commands;

/// <summary><c>data</c>: says what a data set holds, and draws some of it.</summary>
internal static class DataCommand
{
    private const int SheetSide = 10;

    public static Command Create(CommandConsole console)
    {
        var data = new Argument<string>("data") { Description = DataOption.Description };
        var images = new Option<int?>("--images") { Description = "Look at the first N training images only." };
        var sheet = new Option<string?>("--sheet") { Description = "Draw the first 100 training images as 10 x 10 into this PNG file." };
        var force = new Option<bool>("--force") { Description = "Replace the file of --sheet." };
        var command = new Command("data", "Says what a data set holds.") { data, images, sheet, force };
        command.SetAction((parsed, cancellationToken) => Task.Run(
            () => RunAsync(parsed.GetRequiredValue(data), parsed.GetValue(images), parsed.GetValue(sheet), parsed.GetValue(force), console, cancellationToken),
            cancellationToken));
        return command.WithExamples(
            "vae data mnist", "vae data path/to/idx-files", "vae data digits --images 1000 --sheet digits.png");
    }

    private static async Task<int> RunAsync(
        string data, int? images, string? sheet, bool force, CommandConsole console, CancellationToken cancellationToken)
    {
        if (images < 1)
        {
            throw new ArgumentException($"--images: {images.Value.ToString(CultureInfo.InvariantCulture)}; expected at least 1. See `vae data --help`.");
        }

        if (sheet is not null && File.Exists(sheet) && !force)
        {
            throw new UnwritableOutputException($"{sheet}: the file exists already; expected a new file. Choose another --sheet, or add --force.");
        }

        var dataSet = await DataOption.LoadAsync(data, images, console, cancellationToken).ConfigureAwait(false);
        WriteLine(console.Out, $"data set      {dataSet.Name}");
        WriteLine(console.Out, $"licence       {dataSet.Licence}");
        WriteLine(console.Out, $"image shape   {dataSet.Training.Shape}");
        WriteLine(console.Out, $"SHA-256       {dataSet.Sha256()} (training images)");
        Describe(console.Out, "training", dataSet.Training);
        Describe(console.Out, "test", dataSet.Test);
        if (sheet is not null)
        {
            WriteSheet(sheet, dataSet.Training);
            WriteLine(console.Out, $"wrote         {sheet}");
        }

        return ExitCodes.Done;
    }

    private static void Describe(TextWriter output, string part, ImageSet images)
    {
        long sum = 0;
        foreach (byte pixel in images.Pixels)
        {
            sum += pixel;
        }

        WriteLine(output, $"{part,-13} {images.Count} images, mean pixel {sum / (255.0 * images.Pixels.Length):F4}");
        foreach (var label in (images.Labels ?? []).CountBy(label => label).OrderBy(label => label.Key))
        {
            WriteLine(output, $"  label {label.Key,-5} {label.Value,7} {new string('#', (int)Math.Round(200.0 * label.Value / images.Count))}");
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
