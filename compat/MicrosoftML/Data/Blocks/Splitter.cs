using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Shares the rows of one cursor out to several: a thread reads ahead in blocks, and each cursor takes the next one.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Quit, called by the last cursor, disposes the queue.")]
internal sealed class Splitter
{
    private const int RowsInBlock = 128;
    private const int BlocksAhead = 4;

    private readonly DataViewRowCursor _input;
    private readonly BlockLayout _layout;
    private readonly BlockingCollection<RowBlock?> _blocks = new(BlocksAhead);
    private readonly Thread _thread;
    private int _running;
    private volatile bool _done;

    private Splitter(DataViewRowCursor input, int count)
    {
        _input = input;
        _running = count;
        _layout = new BlockLayout(input);
        _thread = Parallelism.Run("Splitter", () => ReadAhead(count));
    }

    /// <returns><paramref name="count"/> cursors, or <paramref name="input"/> alone where a column may not cross threads. They own it.</returns>
    public static DataViewRowCursor[] Split(IChannelProvider provider, DataViewRowCursor input, int count)
    {
        if (count <= 1 || !input.Schema.Where(input.IsColumnActive).All(column => column.Type.IsCacheable()))
            return [input];
        var splitter = new Splitter(input, count);
        var cursors = new DataViewRowCursor[count];
        for (int i = 0; i < count; i++)
            cursors[i] = new BlockCursor(provider, splitter._layout, splitter._blocks, splitter.Quit);
        return cursors;
    }

    private void ReadAhead(int count)
    {
        RowBlock? last = null;
        try
        {
            using (_input)
                ReadRows();
        }
#pragma warning disable CA1031 // The cursors' own threads throw it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            last = RowBlock.Failed(exception);
        }

        // Each cursor takes one end; the first of them throws, if there is something to throw.
        _blocks.Add(last);
        for (int i = 1; i < count; i++)
            _blocks.Add(null);
        _blocks.CompleteAdding();
    }

    private void ReadRows()
    {
        var writer = new BlockWriter(_layout, _input);
        long batch = 0;
        while (!_done && _input.MoveNext())
        {
            writer.Append();
            if (writer.Count == RowsInBlock)
                _blocks.Add(writer.Take(batch++));
        }

        if (writer.Count > 0)
            _blocks.Add(writer.Take(batch));
    }

    // Only when the last cursor is done may blocks be thrown away.
    private void Quit()
    {
        if (Interlocked.Decrement(ref _running) > 0)
            return;
        _done = true;
        foreach (RowBlock? _ in _blocks.GetConsumingEnumerable())
        {
        }

        _thread.Join();
        _blocks.Dispose();
    }
}
