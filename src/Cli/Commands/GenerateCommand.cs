using VaePipeline.Cli.Jobs;
using VaePipeline.Data.Latents;
using VaePipeline.Generation.Sinks;
using VaePipeline.Inference;

namespace VaePipeline.Cli.Commands;

/// <summary><c>vae generate</c>: a file of latents to images, through the ML.NET pipeline.</summary>
internal static class GenerateCommand
{
    public const string Description = "Decode each row of a file of latents to an image.";

    private const string Notes = """
        Latents are CSV, TSV or NPY, gzipped or not. With a header, columns z0, z1, ... are found by their names;
        further columns go to the manifest, OUTPUT.manifest.csv. Without one, each row has L numbers.
        Images are rounded to bytes, half to even. Output appears under its name once it is complete; until then
        it is in OUTPUT.partial/, from which --resume continues, even after a crash, to the same bytes.
        """;

    private const string Examples = """
        vae generate samples/latents.csv --output digits.png
        vae generate latents.csv.gz --output digits/                 # 0000/0000000.png, 0000/0000001.png, ...
        vae generate latents.npy --output digits-images-idx3-ubyte   # as MNIST's own files
        vae generate latents.csv --output digits.npy --model runs/mine --force
        vae generate latents.csv --output digits.idx --on-error skip
        vae generate latents.csv --output digits.idx --resume        # after what an interrupted run has done
        vae generate latents.csv --output digits.idx --shard 3/8     # then: vae merge digits.idx
        zcat latents.csv.gz | vae generate - --output - | my-viewer
        """;

    public static ProgramCommand Create(CommandConsole console)
    {
        Argument<string> latents = new("LATENTS") { Description = "File of latents, a row per image; - is standard input." };
        Option<string> output = JobOptions.Images();
        TextOption format = JobOptions.Format();
        Option<string?> model = JobOptions.Model();
        Option<string?> latentColumns = new("--latent-columns") { HelpName = "A,B,...", Description = "Names of the columns that hold the latents. [default: z0, z1, ...]" };
        NumberOption<int> columns = JobOptions.Columns();
        TextOption onError = new("--on-error", TextForm.OneOf("stop", "skip"), "An invalid row stops the run, or goes to OUTPUT.rejects.csv and is skipped. [default: stop]");
        Option<bool> manifest = new("--manifest") { Description = "Write OUTPUT.manifest.csv, the input line of each image. Always written with --on-error skip or further columns." };
        Option<string?> shard = new("--shard") { HelpName = "I/N", Description = "Decode only part I of N, from 0, into OUTPUT.parts/; \"vae merge\" joins the parts." };
        Option<bool> resume = new("--resume") { Description = "Resume an interrupted run, if there is one; do nothing if all is done." };
        Option<bool> force = CommonOptions.Force();

        ProgramCommand command = new("generate", Description, Notes, Examples)
        {
            latents, output, format, model, latentColumns, columns, JobOptions.Batches, onError, manifest, shard, resume, force, CommonOptions.Json(), CommonOptions.Quiet(),
        };
        command.OnRun((parsed, cancellationToken) =>
        {
            ImageOutput target = ImageOutput.Parse(parsed.GetRequiredValue(output), parsed.GetValue(format));
            GenerationOptions options = new()
            {
                LatentsPath = parsed.GetRequiredValue(latents),
                LatentColumns = parsed.GetValue(latentColumns)?.Split(','),
                Shard = parsed.GetValue(shard) is { } part ? Shard.Parse(part) : Shard.Whole,
                ModelPath = JobOptions.ModelOf(parsed, model),
                Output = target,
                Sink = new ImageSinkOptions { Overwrite = parsed.GetValue(force), Columns = JobOptions.ColumnsOf(parsed, columns, target) },
                Decoder = JobOptions.Batches.Apply(parsed, new BatchedOnnxOptions()),
                OnError = parsed.GetValue(onError) == "skip" ? RowErrorPolicy.Skip : RowErrorPolicy.Stop,
                Manifest = parsed.GetValue(manifest) ? true : null,
                Resume = parsed.GetValue(resume),
            };
            JobReport.Generate(console, options, cancellationToken);
        });
        return command;
    }
}
