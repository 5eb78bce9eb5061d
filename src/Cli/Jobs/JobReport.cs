using System.Diagnostics;

namespace VaePipeline.Cli.Jobs;

/// <summary>Runs a generation and shows it: progress and a table for people, JSON for machines, or nothing.</summary>
internal static class JobReport
{
    /// <summary>Runs a generation to its end, and says how to resume if it fails.</summary>
    public static void Generate(CommandConsole console, GenerationOptions options, CancellationToken cancellationToken)
    {
        using Stream standardInput = Console.OpenStandardInput();
        ImageGeneration generation = new(options) { StandardInput = standardInput };
        try
        {
            GenerationReport? report = JobProgress.Show<GenerationReport?>(console, (IProgress<GenerationProgress>? progress) => generation.Run(progress, cancellationToken));
            if (report is null)
            {
                console.Note($"{options.Output.Path}: is there already; nothing is left to do");
                return;
            }

            console.Report(() => Table(report, options), () => JobDoneJson.Of(report, options.Output.Path), options.Output.IsStandardOutput);
        }
        catch (Exception) when (generation.KeptFolder is not null)
        {
            string resume = options.Sink.Overwrite ? "--resume in place of --force" : "--resume";
            string kept = generation.KeptRows == 1 ? "1 image is" : Invariant($"{generation.KeptRows:N0} images are");
            console.Advice = Invariant($"{kept} kept in {generation.KeptFolder}. Run the same command with {resume} to go on after them.");
            throw;
        }
    }

    /// <summary>Decodes computed points.</summary>
    public static GenerationReport GeneratePoints(CommandConsole console, GenerationOptions options, CancellationToken cancellationToken) =>

        // Null is for what a resume finds done, and points are never resumed.
        JobProgress.Show<GenerationReport?>(console, (IProgress<GenerationProgress>? progress) => new ImageGeneration(options).Run(progress, cancellationToken))
            ?? throw new UnreachableException();

    /// <summary>Adds how fast a run was, and what it was busy with.</summary>
    public static void AddSpeed(this ResultTable table, double imagesPerSecond, TimeSpan elapsed, StageTimes stages)
    {
        table.Add("speed", Invariant($"{imagesPerSecond:N0} images/s ({elapsed.TotalSeconds:0.00} s)"));
        table.Add("busy", Invariant($"reading {stages.Reading.TotalSeconds:0.00} s, {stages.Model} {stages.Running.TotalSeconds:0.00} s on {stages.Workers} threads, writing {stages.Writing.TotalSeconds:0.00} s; {stages.Bottleneck} is the bottleneck"));
    }

    private static ResultTable Table(GenerationReport report, GenerationOptions options)
    {
        ResultTable table = new();
        table.AddWritten(options.Output.Path, report.Description, report.OtherFiles);
        string rejected = report.Rejected > 0 ? Invariant($", {report.Rejected:N0} rejected") : "";
        string resumed = report.ResumedRows > 0 ? Invariant($", {report.ResumedRows:N0} of them before") : "";
        table.Add("rows", Invariant($"{report.Rows:N0}{resumed}{rejected}"));
        table.AddSpeed(report.ImagesPerSecond, report.Elapsed, report.Stages);
        return table;
    }
}
