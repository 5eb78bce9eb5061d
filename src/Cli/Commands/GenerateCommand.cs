using System.CommandLine;
using VaePipeline.Data.Latents;
using VaePipeline.Generation;
using VaePipeline.Generation.Sinks;
using VaePipeline.Inference;

namespace VaePipeline.Cli.Commands;

/// <summary><c>vae generate</c>: a file of latents to images, through the ML.NET pipeline.</summary>
internal static class GenerateCommand
{
    public static readonly HelpText Help = new(
    [
        "vae generate samples/latents.csv --output digits.png",
        "vae generate latents.csv.gz --output digits/                 # 0000/0000000.png, 0000/0000001.png, ...",
        "vae generate latents.npy --output digits-images-idx3-ubyte   # as MNIST's own files",
        "vae generate latents.csv --output digits.npy --model runs/mine --force",
        "vae generate latents.csv --output digits.idx --on-error skip",
        "vae generate latents.csv --output digits.idx --resume        # behind what a run that was cut off has done",
        "vae generate latents.csv --output digits.idx --shard 3/8     # then: vae merge digits.idx",
        "zcat latents.csv.gz | vae generate - --output - | my-viewer",
    ],
    "Latents are CSV, TSV or NPY, gzipped or not. With a header, columns z0, z1, ... are found by their names;",
    "further columns go to the manifest, OUTPUT.manifest.csv. Without one, each row has L numbers.",
    "Images are rounded to bytes, half to even. Output appears under its name when it is whole; until then",
    "it lies in OUTPUT.partial/, from which --resume goes on, also after a crash, to the same bytes.");

    public static Command Create(CliConsole console)
    {
        Argument<string> latents = new("LATENTS") { Description = "File of latents, a row an image; - is standard input." };
        Option<string> output = new("--output", "-o")
        {
            HelpName = "FILE",
            Description = $"Where the images go; - is standard output. The ending says how: {ImageOutput.KnownEndings}.",
            Required = true,
        };
        Option<string?> format = CommonOptions.Choice("--format", ImageOutput.FormatNames, "How the images are written, where the ending does not say it");
        Option<string?> model = CommonOptions.Model();
        Option<string?> latentColumns = new("--latent-columns") { HelpName = "A,B,...", Description = "Names of the columns that hold the latents. By default z0, z1, ..." };
        Option<int?> columns = CommonOptions.Number("--columns", 1, 10_000, "Images in a row of a contact sheet. By default the sheet is near-square.");
        Option<int?> batchSize = CommonOptions.Number("--batch-size", 1, BatchedOnnxOptions.LargestBatchSize, "Images decoded at once. By default by the model: 16 or 256.");
        Option<int?> workers = CommonOptions.Number("--workers", 1, BatchedOnnxOptions.LargestThreads, "Threads that decode. By default the processors, at most 8.");
        Option<string?> onError = CommonOptions.Choice("--on-error", ["stop", "skip"], "A row that is no latent ends the run (stop, the default), or goes to OUTPUT.rejects.csv (skip)");
        Option<bool> manifest = new("--manifest") { Description = "Write OUTPUT.manifest.csv, the line of each image. Done anyhow with skip or further columns." };
        Option<string?> shard = new("--shard") { HelpName = "I/N", Description = "Decode part I of N only, I from 0, into OUTPUT.parts/; \"vae merge\" joins the parts." };
        Option<bool> resume = new("--resume") { Description = "Go on with a run that was cut off, if there is one; if all is done, do nothing." };
        Option<bool> force = CommonOptions.Force();
        Option<bool> json = CommonOptions.Json();
        Option<bool> quiet = CommonOptions.Quiet();

        Command command = new("generate", "Decode each row of a file of latents to an image.")
        {
            latents, output, format, model, latentColumns, columns, batchSize, workers, onError, manifest, shard, resume, force, json, quiet,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            GenerationOptions options = new()
            {
                LatentsPath = parsed.GetRequiredValue(latents),
                LatentColumns = parsed.GetValue(latentColumns)?.Split(','),
                Shard = parsed.GetValue(shard) is { } part ? Shard.Parse(part) : Shard.Whole,
                ModelPath = ModelLocation.Resolve(parsed.GetValue(model), AppContext.BaseDirectory),
                Output = ImageOutput.Parse(parsed.GetRequiredValue(output), parsed.GetValue(format)),
                Sink = new ImageSinkOptions { Overwrite = parsed.GetValue(force), Columns = parsed.GetValue(columns) },
                Decoder = new BatchedOnnxOptions { BatchSize = parsed.GetValue(batchSize), Workers = parsed.GetValue(workers) },
                OnError = parsed.GetValue(onError) == "skip" ? RowErrorPolicy.Skip : RowErrorPolicy.Stop,
                Manifest = parsed.GetValue(manifest) ? true : null,
                Resume = parsed.GetValue(resume),
            };
            return Task.FromResult(new GenerationView(console, parsed.GetValue(json), parsed.GetValue(quiet)).Run(options, cancellationToken));
        });
        return command;
    }
}
