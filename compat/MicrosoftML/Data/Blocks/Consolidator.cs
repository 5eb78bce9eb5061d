using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Makes one cursor of a cursor set: a thread for each cursor of the set, their batches put in order.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Quit, called by the last cursor, disposes the queue.")]
internal sealed class Consolidator
{
    private const int BlocksAhead = 4;

    private readonly DataViewRowCursor[] _inputs;
    private readonly BlockLayout _layout;
    private readonly BlockingCollection<RowBlock?> _blocks = new(BlocksAhead);
    private readonly BatchOrder _order;
    private readonly Thread[] _threads;
    private volatile bool _done;

    private Consolidator(DataViewRowCursor[] inputs)
    {
        _inputs = inputs;
        _layout = new BlockLayout(inputs[0]);
        _order = new BatchOrder(inputs.Length);
        _threads = Array.ConvertAll(inputs, input => Parallelism.Run("Consolidator", () => Work(input)));
    }

    /// <returns>A cursor that owns <paramref name="inputs"/>; a lone input is returned as it is.</returns>
    public static DataViewRowCursor Consolidate(IChannelProvider provider, DataViewRowCursor[] inputs, Func<Exception, Exception>? wrap = null)
    {
        if (inputs.Length == 1)
            return inputs[0];
        if (inputs.Length == 0 || inputs.Any(input => input.Schema != inputs[0].Schema || inputs[0].Schema.Any(c => input.IsColumnActive(c) != inputs[0].IsColumnActive(c))))
            throw new ArgumentOutOfRangeException(nameof(inputs), "Inputs not compatible for consolidation: the cursors of a set must share one schema object and the same active columns.");
        var consolidator = new Consolidator(inputs);
        return new BlockCursor(provider, consolidator._layout, consolidator._blocks, consolidator.Quit, wrap);
    }

    private void Work(DataViewRowCursor input)
    {
        try
        {
            using (input)
                ReadBatches(input);
        }
#pragma warning disable CA1031 // The reading cursor's own thread throws it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _blocks.Add(RowBlock.Failed(exception));
        }

        if (_order.Retire())
        {
            _blocks.Add(null);
            _blocks.CompleteAdding();
        }
    }

    private void ReadBatches(DataViewRowCursor input)
    {
        var writer = new BlockWriter(_layout, input);
        if (_done || !input.MoveNext())
            return;
        long batch = input.Batch;
        ManualResetEventSlim turn = _order.Register(batch);
        do
        {
            if (input.Batch != batch)
            {
                Push();
                batch = input.Batch;
                turn = _order.Register(batch);
            }

            writer.Append();
        }
        while (!_done && input.MoveNext());
        Push();

        void Push()
        {
            RowBlock block = writer.Take(batch);
            turn.Wait();
            turn.Dispose();
            _blocks.Add(block);
        }
    }

    private void Quit()
    {
        _done = true;
        foreach (RowBlock? _ in _blocks.GetConsumingEnumerable())
        {
        }

        foreach (Thread thread in _threads)
            thread.Join();
        _blocks.Dispose();
    }
}
