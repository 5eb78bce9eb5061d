using System.CommandLine;
using System.Globalization;
using VaePipeline.Contracts.Errors;
using VaePipeline.Inference;
using VaePipeline.Inference.Generation;
using VaePipeline.Inference.Sinks;

namespace VaePipeline.Cli.Commands;

/// <summary><c>vae generate</c>: a CSV of latents to images, through the ML.NET pipeline.</summary>
internal static class GenerateCommand
{
    public static readonly HelpText Help = new(
    [
        "vae generate samples/latents.csv --output digits.png",
        "vae generate latents.csv --output digits/                    # 0000/0000000.png, ...",
        "vae generate latents.csv --output digits-images-idx3-ubyte   # as MNIST's own files",
        "vae generate latents.csv --output digits.npy --model runs/mine --force",
    ],
    "Images are rounded to bytes, half to even. A folder gets one file per row, named by its row from 0.",
    "Output appears under its name when it is whole; on any error, earlier output stays as it was.");

    public static Command Create(CliConsole console)
    {
        Argument<string> latents = new("LATENTS.csv") { Description = "CSV file of latents: a header or none, then one row of numbers per image." };
        Option<string> output = new("--output", "-o")
        {
            HelpName = "FILE",
            Description = $"Where the images go. The ending says how: {ImageOutput.KnownEndings}.",
            Required = true,
        };
        Option<string?> model = CommonOptions.Model();
        Option<int?> columns = CommonOptions.Number("--columns", 1, 10_000, "Images in a row of a contact sheet. By default the sheet is near-square.");
        Option<int?> batchSize = CommonOptions.Number("--batch-size", 1, BatchedOnnxOptions.LargestBatchSize, "Images decoded at once. By default by the model: 16 or 256.");
        Option<bool> force = CommonOptions.Force();
        Option<bool> quiet = CommonOptions.Quiet();

        Command command = new("generate", "Decode each row of a CSV file of latents to an image.") { latents, output, model, columns, batchSize, force, quiet };
        command.SetAction((parsed, cancellationToken) =>
        {
            ImageOutput target = ImageOutput.Parse(parsed.GetRequiredValue(output));
            bool overwrite = parsed.GetValue(force);
            if (!overwrite)
            {
                target.RequireNew(OutputAdvice.Force);
            }

            GenerationOptions options = new()
            {
                LatentsPath = parsed.GetRequiredValue(latents),
                ModelPath = ModelLocation.Resolve(parsed.GetValue(model), AppContext.BaseDirectory),
                Output = target,
                Sink = new ImageSinkOptions { Overwrite = overwrite, Columns = parsed.GetValue(columns) },
                Decoder = parsed.GetValue(batchSize) is { } size ? new BatchedOnnxOptions { BatchSize = size } : new BatchedOnnxOptions(),
            };
            return Task.FromResult(Run(options, console, parsed.GetValue(quiet), cancellationToken));
        });
        return command;
    }

    private static int Run(GenerationOptions options, CliConsole console, bool quiet, CancellationToken cancellationToken)
    {
        GenerationReport report = console.WithProgress(quiet, progress => ImageGeneration.Run(options, progress, cancellationToken));
        if (!quiet)
        {
            ResultTable table = new();
            table.Add("written", options.Output.Path);
            table.Add("", report.Description);
            table.Add("rows", report.Rows.ToString("N0", CultureInfo.InvariantCulture));
            table.Add("speed", string.Create(CultureInfo.InvariantCulture, $"{report.ImagesPerSecond:N0} images/s ({report.Elapsed.TotalSeconds:0.00} s)"));
            table.Write(console.Results);
        }

        return ExitCodes.Done;
    }
}
