using System.Text.Json;
using VaePipeline.CommandLine;
using VaePipeline.Generation;

namespace VaePipeline.Cli;

/// <summary>Runs a generation and shows it: progress and a last line for people, JSON for machines, or nothing.</summary>
internal sealed class GenerationView(CliConsole console, bool json, bool quiet)
{
    /// <summary>Runs it to its end, and says how to resume where it fails.</summary>
    /// <returns>The exit code.</returns>
    public int Run(GenerationOptions options, CancellationToken cancellationToken)
    {
        using Stream standardInput = Console.OpenStandardInput();
        ImageGeneration generation = new(options) { StandardInput = standardInput };
        try
        {
            GenerationProgressLine line = new();
            GenerationReport? report = json
                ? console.WithProgressLines<GenerationProgress, GenerationReport?>(
                    progress => JsonSerializer.Serialize(line.ToJson(progress), GenerationJson.Default.GenerationProgressJson),
                    progress => generation.Run(progress, cancellationToken))
                : console.WithProgress<GenerationProgress, GenerationReport?>(quiet, line.Describe, progress => generation.Run(progress, cancellationToken));
            Show(report, options);
            return ExitCodes.Done;
        }
        catch (Exception) when (generation.KeptFolder is not null)
        {
            string resume = options.Sink.Overwrite ? "--resume in place of --force" : "--resume";
            string kept = generation.KeptRows == 1 ? "1 image is" : string.Create(CultureInfo.InvariantCulture, $"{generation.KeptRows:N0} images are");
            console.Advice = string.Create(CultureInfo.InvariantCulture, $"{kept} kept in {generation.KeptFolder}. Run the same command with {resume} to go on behind them.");
            throw;
        }
    }

    private void Show(GenerationReport? report, GenerationOptions options)
    {
        if (report is null)
        {
            console.Note($"{options.Output.Path}: is there already; nothing is left to do");
            return;
        }

        if (json)
        {
            // Images may go to standard output; then what is said of them goes beside it.
            Say(JsonSerializer.Serialize(GenerationDoneJson.Of(report, options.Output.Path), GenerationJson.Default.GenerationDoneJson));
        }
        else if (!quiet && !options.Output.IsStandardOutput)
        {
            Table(report, options).Write(console.Results);
        }

        void Say(string line)
        {
            if (options.Output.IsStandardOutput)
            {
                console.Note(line);
            }
            else
            {
                console.Results.WriteLine(line);
            }
        }
    }

    private static ResultTable Table(GenerationReport report, GenerationOptions options)
    {
        ResultTable table = new();
        table.Add("written", options.Output.Path);
        table.Add("", report.Description);
        foreach (string other in report.OtherFiles)
        {
            table.Add("", other);
        }

        string rejected = report.Rejected > 0 ? string.Create(CultureInfo.InvariantCulture, $", {report.Rejected:N0} rejected") : "";
        string resumed = report.ResumedRows > 0 ? string.Create(CultureInfo.InvariantCulture, $", {report.ResumedRows:N0} of them before") : "";
        table.Add("rows", string.Create(CultureInfo.InvariantCulture, $"{report.Rows:N0}{resumed}{rejected}"));
        table.AddSpeed(report.ImagesPerSecond, report.Elapsed, report.Stages);
        return table;
    }
}
