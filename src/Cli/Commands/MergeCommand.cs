using System.CommandLine;
using VaePipeline.CommandLine;
using VaePipeline.Generation;
using VaePipeline.Generation.Sinks;

namespace VaePipeline.Cli.Commands;

/// <summary><c>vae merge</c>: the parts that shards have written to one file.</summary>
internal static class MergeCommand
{
    public static readonly HelpText Help = new(
    [
        "vae merge digits.idx                 # of digits.idx.parts/0-of-8, 1-of-8, ...",
        "vae merge digits.idx --remove-parts",
    ],
    "All parts have to be there, whole, and of the same run. The file is, byte for byte, what one run writes;",
    "lines in manifest and rejects are the input's.");

    public static Command Create(CliConsole console)
    {
        Argument<string> output = new("OUTPUT") { Description = "The --output that the shards were given." };
        Option<bool> removeParts = new("--remove-parts") { Description = "Remove the parts once they are joined." };
        Option<bool> force = CommonOptions.Force();
        Option<bool> quiet = CommonOptions.Quiet();
        Command command = new("merge", "Join the parts that \"vae generate --shard\" has written.") { output, removeParts, force, quiet };
        command.SetAction((parsed, cancellationToken) =>
        {
            ImageOutput target = ImageOutput.Parse(parsed.GetRequiredValue(output));
            if (!parsed.GetValue(force))
            {
                target.RequireNew(OutputAdvice.Force);
            }

            GenerationReport report = console.WithProgress<long, GenerationReport>(
                parsed.GetValue(quiet),
                rows => string.Create(CultureInfo.InvariantCulture, $"{rows:N0} images"),
                progress => ImageMerge.Run(target, parsed.GetValue(force), parsed.GetValue(removeParts), progress, cancellationToken));
            if (!parsed.GetValue(quiet))
            {
                ResultTable table = new();
                table.Add("written", target.Path);
                table.Add("", report.Description);
                foreach (string other in report.OtherFiles)
                {
                    table.Add("", other);
                }

                table.Write(console.Results);
            }

            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }
}
