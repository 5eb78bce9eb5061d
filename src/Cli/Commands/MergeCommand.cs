using VaePipeline.Cli.Jobs;
using VaePipeline.Generation.Sinks;

namespace VaePipeline.Cli.Commands;

/// <summary><c>vae merge</c>: the parts that shards have written to one file.</summary>
internal static class MergeCommand
{
    public const string Description = "Join the parts that \"vae generate --shard\" has written.";

    private const string Notes = """
        All parts must be present, complete, and from the same run. The merged file is byte for byte what a single
        run writes; line numbers in the manifest and the rejects are those of the input.
        """;

    private const string Examples = """
        vae merge digits.idx                 # of digits.idx.parts/0-of-8, 1-of-8, ...
        vae merge digits.idx --remove-parts
        """;

    public static ProgramCommand Create(CommandConsole console)
    {
        Argument<string> output = new("OUTPUT") { Description = "The --output that the shards were given." };
        Option<bool> removeParts = new("--remove-parts") { Description = "Remove the parts once they are joined." };
        Option<bool> force = CommonOptions.Force();
        ProgramCommand command = new("merge", Description, Notes, Examples) { output, removeParts, force, CommonOptions.Quiet() };
        command.OnRun((parsed, cancellationToken) =>
        {
            ImageOutput target = ImageOutput.Parse(parsed.GetRequiredValue(output));
            if (!parsed.GetValue(force))
            {
                target.RequireNew(JobOptions.ForceAdvice);
            }

            GenerationReport report = JobProgress.Show<GenerationReport>(
                console, (IProgress<long>? progress) => ImageMerge.Run(target, parsed.GetValue(force), parsed.GetValue(removeParts), progress, cancellationToken));
            console.Report(() =>
            {
                ResultTable table = new();
                table.AddWritten(target.Path, report.Description, report.OtherFiles);
                return table;
            });
        });
        return command;
    }
}
