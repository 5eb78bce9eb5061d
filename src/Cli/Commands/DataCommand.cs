using System.Text.Json;
using VaePipeline.Contracts.Pictures;
using VaePipeline.Data.Images;
using VaePipeline.Data.Sets;

namespace VaePipeline.Cli.Commands;

/// <summary><c>vae data</c>: says what a data set holds, and draws some of it.</summary>
internal static class DataCommand
{
    public const string Description = "Describe what a data set contains.";

    private const int SheetSide = 10;
    private const int LongestBar = 40;

    private const string Notes = """
        Data are read, resized and split exactly as by "vae train" with the same options.
        """;

    private const string Examples = """
        vae data mnist
        vae data path/to/png-folders --resize 32x32 --sheet mine.png
        vae data digits --images 1000 --sheet digits.png
        """;

    public static ProgramCommand Create(CommandConsole console)
    {
        Argument<string> data = new("DATA") { HelpName = "FOLDER|FILE|NAME", Description = DataSetOptions.Description };
        data.CompletionSources.Add([.. DataSource.Names]);
        NumberOption<int> images = new("--images", new(1, int.MaxValue), "Look at the first N training images only. [default: all]");
        Option<string?> sheet = new("--sheet") { HelpName = "FILE.png", Description = "Draw the first 100 training images as 10 x 10 into this PNG file." };
        Option<bool> force = CommonOptions.Force("Replace the file of --sheet.");
        long defaultSeed = new ImageLoadOptions().Seed;
        NumberOption<long> seed = new("--seed", new(0, long.MaxValue), Invariant($"Seed that chooses the test part, as in train. [default: {defaultSeed}]"));
        ProgramCommand command = new("data", Description, Notes, Examples) { data, images, sheet, seed, DataSetOptions.Reading, force, CommonOptions.Json("Print it as JSON."), CommonOptions.Quiet() };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetRequiredValue(data),
            parsed.GetValue(images),
            DataSetOptions.Reading.Apply(parsed, new ImageLoadOptions { Seed = parsed.GetValue(seed) ?? defaultSeed }),
            parsed.GetValue(sheet),
            parsed.GetValue(force),
            console,
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        string data, int? images, ImageLoadOptions reading, string? sheet, bool force, CommandConsole console, CancellationToken cancellationToken)
    {
        if (sheet is not null && !sheet.EndsWith(".png", StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"--sheet is \"{sheet}\"; expected a path that ends in .png. Name such a file: sheets are PNG.", nameof(sheet));
        }

        if (sheet is not null && File.Exists(sheet) && !force)
        {
            throw new UnwritableOutputException($"{sheet}: the file exists already; expected a new file. Choose another --sheet, or add --force.");
        }

        DataSet dataSet = await DataSetOptions.LoadAsync(data, images, reading, console, cancellationToken).ConfigureAwait(false);
        if (sheet is not null)
        {
            WriteSheet(sheet, dataSet.Training);
        }

        DataSetJson found = DataSetJson.Of(dataSet, reading.Seed, sheet);
        console.Report(() => Table(found), () => JsonSerializer.Serialize(found, DataJson.Default.DataSetJson));
        return ExitCodes.Done;
    }

    private static ResultTable Table(DataSetJson found)
    {
        ResultTable table = new();
        table.Add("data set", found.Name);
        table.Add("kind", found.Kind);
        table.Add("licence", found.Licence);
        ImageShape shape = new(found.ImageShape[0], found.ImageShape[1], found.ImageShape[2]);
        table.Add("image shape", $"{shape}{shape.Channels switch { 1 => ", grey", 3 => ", RGB", _ => "" }}");
        table.Add("SHA-256", $"{found.Sha256} (training images)");
        if (found.LargestRounding > 0)
        {
            table.Add("rounding", Invariant($"to 256 levels, by at most {found.LargestRounding:G3} of 1"));
        }

        if (found.TestShare is { } share)
        {
            table.Add("split", Invariant($"{share} of the images test, chosen by seed {found.Seed}"));
        }

        AddPart(table, "training", found.Training);
        AddPart(table, "test", found.Test);
        if (found.Sheet is not null)
        {
            table.Add("written", found.Sheet);
        }

        return table;
    }

    private static void AddPart(ResultTable table, string name, DataPartJson part)
    {
        table.Add(name, Invariant($"{part.Images} images, pixels {part.Lowest} to {part.Highest} of 255, mean {part.Mean:F4}"));
        int width = part.Labels.Keys.Select(label => label.Length).DefaultIfEmpty().Max();
        int most = part.Labels.Values.DefaultIfEmpty().Max();
        foreach ((string label, int count) in part.Labels)
        {
            table.Add("", Invariant($"label {label.PadRight(width)} {count,7} {new string('#', (int)Math.Round((double)LongestBar * count / most))}"));
        }
    }

    private static void WriteSheet(string path, ImageSet images)
    {
        int count = Math.Min(SheetSide * SheetSide, images.Count), pixelCount = images.Shape.PixelCount;
        ContactSheet sheet = new(images.Shape, count, columns: SheetSide);
        for (int i = 0; i < count; i++)
        {
            sheet.Place(i, images.Pixels.AsSpan(i * pixelCount, pixelCount));
        }

        PngFile.Write(path, sheet.Pixels, sheet.Width, sheet.Height, images.Shape.Channels);
    }
}
