using System.Diagnostics;
using VaePipeline.Generation;

namespace VaePipeline.Cli.Points;

/// <summary>Decodes computed points, with progress where somebody can see it.</summary>
internal static class PointImages
{
    public static GenerationReport Generate(CliConsole console, bool quiet, GenerationOptions options, CancellationToken cancellationToken)
    {
        GenerationProgressLine line = new();

        // Null is for what a resume finds done, and points are never resumed.
        return console.WithProgress<GenerationProgress, GenerationReport?>(
            quiet, line.Describe, progress => new ImageGeneration(options).Run(progress, cancellationToken)) ?? throw new UnreachableException();
    }
}
