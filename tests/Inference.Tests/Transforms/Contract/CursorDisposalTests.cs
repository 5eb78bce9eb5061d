using Microsoft.ML;
using Microsoft.ML.Data;
using VaePipeline.Inference.Transforms;

namespace VaePipeline.Inference.Tests.Transforms.Contract;

/// <summary>Cursors and transformers that are disposed early, late, twice, or while others use them.</summary>
public sealed class CursorDisposalTests
{
    private readonly MLContext _context = new(seed: 1);
    private readonly SourceView _source = new(200, SourceColumn.Latent);

    [Theory]
    [ClassData(typeof(RunShapes))]
    public void A_cursor_disposed_early_and_twice_disposes_the_source_once(int workers, int batchSize)
    {
        using BatchedOnnxTransformer decoder = RunShapes.Decoder(_context, _source, workers, batchSize);
        DataViewRowCursor cursor = CursorOver(decoder);
        cursor.MoveNext();
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(cursor.Schema["Image"]);

        cursor.Dispose();
        cursor.Dispose();

        VBuffer<float> image = default;
        Assert.Equal((0, 0), (_source.CursorsOpen, _source.MovesAfterDispose));
        Assert.Equal(-1, cursor.Position);
        Assert.Throws<ObjectDisposedException>(() => cursor.MoveNext());
        Assert.Throws<InvalidOperationException>(() => getter(ref image));
    }

    [Theory]
    [ClassData(typeof(RunShapes))]
    public void A_cursor_disposed_after_any_row_leaves_the_source_alone(int workers, int batchSize)
    {
        using BatchedOnnxTransformer decoder = RunShapes.Decoder(_context, _source, workers, batchSize);
        for (int rows = 0; rows < 200; rows += 7)
        {
            using DataViewRowCursor cursor = CursorOver(decoder);
            for (int row = 0; row < rows; row++)
            {
                Assert.True(cursor.MoveNext());
            }

            cursor.Dispose();
            Assert.Equal(0, _source.CursorsOpen);
        }

        Assert.Equal(0, _source.MovesAfterDispose);
    }

    // Batches of 1, 3, 3, ...: a helper is held at the first row of one, so that it has rows to read when it goes on; and
    // never while the reader is inside MoveNext, which may wait for the source.
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void A_cursor_disposed_while_another_thread_reads_the_source_waits_for_it(int workers)
    {
        int reader = Environment.CurrentManagedThreadId;
        var gate = new Lock();
        bool moving = false;
        using var held = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var latent = new SourceColumn<VBuffer<float>>("Latent", SourceColumn.Latent.Type, row =>
        {
            if (Environment.CurrentManagedThreadId != reader)
            {
                HoldAt(row);
            }

            return new VBuffer<float>(2, [0f, 1f]);
        });
        var source = new SourceView(20_000, latent);
        using BatchedOnnxTransformer decoder = RunShapes.Decoder(_context, source, workers, batchSize: 3);
        IDataView images = decoder.Transform(source);
        DataViewRowCursor cursor = images.GetRowCursor([images.Schema["Image"]]);

        while (MayMove())
        {
            Assert.True(cursor.MoveNext(), "nobody helped");
            lock (gate)
            {
                moving = false;
            }

            Thread.Sleep(1);
        }

        var disposal = new Thread(cursor.Dispose);
        disposal.Start();
        Assert.False(disposal.Join(TimeSpan.FromMilliseconds(50)));
        Assert.Equal(1, source.CursorsOpen);
        release.Set();
        disposal.Join();

        Assert.Equal((0, 0), (source.CursorsOpen, source.MovesAfterDispose));

        bool MayMove()
        {
            lock (gate)
            {
                return moving = !held.IsSet;
            }
        }

        void HoldAt(long row)
        {
            Thread.Sleep(1);
            lock (gate)
            {
                if (moving || row % 3 != 1)
                {
                    return;
                }

                held.Set();
            }

            release.Wait();
        }
    }

    [Theory]
    [ClassData(typeof(RunShapes))]
    public void A_cursor_whose_transformer_is_disposed_throws_instead_of_running_it(int workers, int batchSize)
    {
        BatchedOnnxTransformer decoder = RunShapes.Decoder(_context, _source, workers, batchSize);
        using DataViewRowCursor cursor = CursorOver(decoder);
        Assert.True(cursor.MoveNext());

        decoder.Dispose();
        decoder.Dispose();

        // Rows whose batch had been run already may still be served.
        Assert.Throws<ObjectDisposedException>(() =>
        {
            while (cursor.MoveNext())
            {
            }
        });
        IDataView images = decoder.Transform(_source);
        Assert.Throws<ObjectDisposedException>(() => images.GetRowCursor([images.Schema["Image"]]));
    }

    [Theory]
    [ClassData(typeof(RunShapes))]
    public void A_transformer_disposed_while_threads_read_ends_them_with_an_exception(int workers, int batchSize)
    {
        IDataView source = LatentRow.Rows(_context, 2000);
        float[] expected = TestModels.Decoded(TestModels.Latents(2000));
        for (int round = 0; round < 5; round++)
        {
            BatchedOnnxTransformer decoder = RunShapes.Decoder(_context, source, workers, batchSize);
            IDataView images = decoder.Transform(source);
            using var started = new CountdownEvent(3);
            Thread[] threads = [.. Enumerable.Range(0, 3).Select(_ => new Thread(() => ReadUntilDisposed(images, expected, started)))];
            Array.ForEach(threads, thread => thread.Start());

            started.Wait();
            decoder.Dispose();

            Array.ForEach(threads, thread => thread.Join());
        }
    }

    private static void ReadUntilDisposed(IDataView images, float[] expected, CountdownEvent started)
    {
        VBuffer<float> image = default;
        bool signalled = false;
        try
        {
            while (true)
            {
                using DataViewRowCursor cursor = images.GetRowCursor([images.Schema["Image"]]);
                ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(cursor.Schema["Image"]);
                while (cursor.MoveNext())
                {
                    getter(ref image);
                    TestModels.AssertClose(expected.AsSpan((int)cursor.Position * 16, 16), image.GetValues());
                    if (!signalled)
                    {
                        started.Signal();
                        signalled = true;
                    }
                }
            }
        }
        catch (ObjectDisposedException)
        {
            // As it should end. Anything else ends the test run.
        }
    }

    private DataViewRowCursor CursorOver(BatchedOnnxTransformer decoder)
    {
        IDataView images = decoder.Transform(_source);
        return images.GetRowCursor([images.Schema["Image"]]);
    }
}
