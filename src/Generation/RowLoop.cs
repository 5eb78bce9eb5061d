using System.Diagnostics;
using Microsoft.ML;
using VaePipeline.Inference;

namespace VaePipeline.Generation;

/// <summary>Moves rows from a pipeline into what writes them, one by one, and looks up a few times a second.</summary>
/// <param name="cursor">The rows; stays the caller's.</param>
/// <param name="meter">Of the pipeline's model.</param>
/// <param name="append">Writes the cursor's row.</param>
/// <param name="progress">How far it is.</param>
internal sealed class RowLoop(DataViewRowCursor cursor, StageMeter meter, Action append, Func<GenerationProgress> progress)
{
    private const int LookMilliseconds = 100;
    private const int TimedRows = 16; // One row in so many is timed: the clock itself costs some hundredths of a small image.

    private long _writing;

    /// <summary>What the stages have done.</summary>
    /// <param name="workers">Threads that run the model.</param>
    /// <param name="model">What the model does: <c>decoding</c> or <c>encoding</c>.</param>
    public StageTimes Stages(int workers, string model) =>
        new(Stopwatch.GetElapsedTime(0, meter.Reading), Stopwatch.GetElapsedTime(0, meter.Running), Stopwatch.GetElapsedTime(0, _writing * TimedRows), workers, model);

    /// <summary>Runs to the end of the rows.</summary>
    /// <param name="listener">Told how far it is; null for none.</param>
    /// <param name="afterRow">Called after each row with the time in milliseconds; null for nothing.</param>
    /// <param name="most">The most rows to move; null for all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public void Run(IProgress<GenerationProgress>? listener, Action<long>? afterRow, long? most, CancellationToken cancellationToken)
    {
        long nextLook = 0;
        for (long row = 0; row < (most ?? long.MaxValue) && cursor.MoveNext(); row++)
        {
            if (row % TimedRows == 0)
            {
                long start = Stopwatch.GetTimestamp();
                append();
                _writing += Stopwatch.GetTimestamp() - start;
            }
            else
            {
                append();
            }

            long now = Environment.TickCount64;
            if (now >= nextLook)
            {
                nextLook = now + LookMilliseconds;
                listener?.Report(progress());
                cancellationToken.ThrowIfCancellationRequested();
            }

            afterRow?.Invoke(now);
        }

        // Ctrl-C in a shell ends what writes into a pipe, too: then the end of the input is none.
        cancellationToken.ThrowIfCancellationRequested();
        listener?.Report(progress());
    }
}
