using System.Diagnostics;
using System.Globalization;
using VaePipeline.CommandLine;
using VaePipeline.Training.Commands;
using VaePipeline.Training.Options;

namespace VaePipeline.Training.Tests.Runs;

/// <summary>
/// The test assembly as a program of its own: goes on with a run, and kills itself in the middle of writing a checkpoint.
/// </summary>
internal static class BrokenRun
{
    /// <summary>Arguments: data, model folder, checkpoints to write whole, bytes of the next to write.</summary>
    public static async Task<int> Main(string[] args)
    {
        int whole = int.Parse(args[2], CultureInfo.InvariantCulture);
        long bytes = long.Parse(args[3], CultureInfo.InvariantCulture);
        var request = new TrainRequest
        {
            Data = args[0],
            Output = args[1],
            Resume = true,
            Options = run => run ?? new TrainingOptions(),
        };
        using var self = Process.GetCurrentProcess();
        var run = new TrainingRun(request, new CommandConsole(Console.Out, Console.Error))
        {
            // SIGKILL, as from outside: nothing is closed, flushed or deleted.
            WrapCheckpoint = stream => whole-- > 0 ? stream : new FailingStream(stream, bytes, () =>
            {
                self.Kill();
                Thread.Sleep(Timeout.Infinite);
            }),
        };
        return await run.ExecuteAsync(CancellationToken.None);
    }
}
