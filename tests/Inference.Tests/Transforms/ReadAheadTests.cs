using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaePipeline.Inference.Transforms;

namespace VaePipeline.Inference.Tests.Transforms;

/// <summary>What holds however the threads of one cursor interleave.</summary>
public sealed class ReadAheadTests
{
    private readonly MLContext _context = new(seed: 1);

    /// <summary>
    /// Random numbers of rows, batch sizes and workers, a source that dawdles and may fail, a reader that dawdles and may
    /// stop early: each row comes once, in order, with its own values, and the source is closed in the end.
    /// </summary>
    [Fact]
    public void Rows_come_in_order_with_their_own_values_whatever_the_timing()
    {
        var random = new Random(20);
        float[] latents = TestModels.Latents(200);
        float[] expected = TestModels.Decoded(latents);
        for (int run = 0; run < 150; run++)
        {
            int rows = random.Next(0, 200);
            int stopAfter = random.Next(4) == 0 ? random.Next(0, 200) : int.MaxValue;
            int sourcePause = random.Next(0, 40);
            int readerPause = random.Next(0, 40);
            var source = new SourceView(rows, Dawdling(latents, sourcePause)) { FailAtRow = random.Next(4) == 0 ? random.Next(0, 200) : -1 };
            int good = source.FailAtRow >= 0 ? Math.Min(rows, source.FailAtRow) : rows;
            var options = new BatchedOnnxOptions { BatchSize = random.Next(1, 40), Workers = random.Next(1, 6) };
            using BatchedOnnxTransformer decoder = _context.Transforms.DecodeLatents(TestModels.Decoder, options: options).Fit(source);
            using (DataViewRowCursor cursor = CursorOver(decoder.Transform(source)))
            {
                ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(cursor.Schema["Image"]);
                VBuffer<float> image = default;
                for (int row = 0; row < Math.Min(good, stopAfter); row++)
                {
                    Assert.True(cursor.MoveNext(), $"run {run}: {options}, row {row} of {rows}");
                    Assert.Equal(row, cursor.Position);
                    getter(ref image);
                    TestModels.AssertClose(expected.AsSpan(row * 16, 16), image.GetValues());
                    Thread.SpinWait(readerPause);
                }

                if (stopAfter > good && source.FailAtRow >= 0 && source.FailAtRow <= rows)
                {
                    InvalidDataException error = Assert.Throws<InvalidDataException>(() => cursor.MoveNext());
                    Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"row {source.FailAtRow} is bad"), error.Message);
                }
                else if (stopAfter > good)
                {
                    Assert.False(cursor.MoveNext());
                }
            }

            Assert.Equal(0, source.CursorsOpen);
        }
    }

    [Fact]
    public void Several_workers_share_the_reading_one_at_a_time_while_the_reader_pauses()
    {
        var threads = new ConcurrentDictionary<int, int>();
        int reading = 0;
        var latent = new SourceColumn<VBuffer<float>>("Latent", SourceColumn.Latent.Type, row =>
        {
            Assert.Equal(1, Interlocked.Increment(ref reading));
            threads.AddOrUpdate(Environment.CurrentManagedThreadId, 1, (_, count) => count + 1);
            Thread.SpinWait(2000);
            Interlocked.Decrement(ref reading);
            return new VBuffer<float>(2, [0f, 1f]);
        });
        var source = new SourceView(2000, latent);
        using BatchedOnnxTransformer decoder = _context.Transforms
            .DecodeLatents(TestModels.Decoder, options: new BatchedOnnxOptions { Workers = 3, BatchSize = 4 }).Fit(source);

        using DataViewRowCursor cursor = CursorOver(decoder.Transform(source));
        int rows = 0;
        for (; cursor.MoveNext(); rows++)
        {
            if (rows == 50)
            {
                // While the reader does nothing, others read on.
                Assert.True(SpinWait.SpinUntil(() => threads.Count > 1, TimeSpan.FromMinutes(1)), "nobody helped");
            }
        }

        Assert.Equal(2000, rows);
        Assert.Equal(2000, threads.Values.Sum());
    }

    [Fact]
    public void One_worker_stays_on_the_readers_thread()
    {
        int reader = Environment.CurrentManagedThreadId;
        var latent = new SourceColumn<VBuffer<float>>("Latent", SourceColumn.Latent.Type, _ =>
        {
            Assert.Equal(reader, Environment.CurrentManagedThreadId);
            return new VBuffer<float>(2, [0f, 1f]);
        });
        var source = new SourceView(300, latent);
        using BatchedOnnxTransformer decoder = _context.Transforms
            .DecodeLatents(TestModels.Decoder, options: new BatchedOnnxOptions { Workers = 1 }).Fit(source);
        using DataViewRowCursor cursor = CursorOver(decoder.Transform(source));
        int rows = 0;

        while (cursor.MoveNext())
        {
            rows++;
        }

        Assert.Equal(300, rows);
    }

    [Fact]
    public void Readers_culture_holds_on_all_threads()
    {
        var seen = new ConcurrentDictionary<string, int>();
        var latent = new SourceColumn<VBuffer<float>>("Latent", SourceColumn.Latent.Type, _ =>
        {
            seen.TryAdd(CultureInfo.CurrentCulture.NumberFormat.NumberDecimalSeparator, 0);
            return new VBuffer<float>(2, [0f, 1f]);
        });
        var source = new SourceView(500, latent);
        using BatchedOnnxTransformer decoder = _context.Transforms
            .DecodeLatents(TestModels.Decoder, options: new BatchedOnnxOptions { Workers = 4, BatchSize = 4 }).Fit(source);
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } };
            Assert.Equal(500, decoder.Transform(source).GetColumn<float[]>("Image").Count());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        Assert.Equal([","], seen.Keys);
    }

    [Fact]
    public void A_pool_without_a_free_thread_does_not_stop_the_reader()
    {
        const int Blockers = 32;
        using var release = new ManualResetEventSlim();
        using var left = new CountdownEvent(Blockers);
        for (int i = 0; i < Blockers; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                _ =>
                {
                    release.Wait();
                    left.Signal();
                },
                null);
        }

        try
        {
            var source = new SourceView(200, SourceColumn.Latent);
            using BatchedOnnxTransformer decoder = _context.Transforms
                .DecodeLatents(TestModels.Decoder, options: new BatchedOnnxOptions { Workers = 8, BatchSize = 4 }).Fit(source);

            float[][] images = [.. decoder.Transform(source).GetColumn<float[]>("Image")];

            TestModels.AssertClose(TestModels.Decoded(TestModels.Latents(200)), images.SelectMany(row => row).ToArray());
        }
        finally
        {
            release.Set();
            left.Wait();
        }
    }

    private static SourceColumn<VBuffer<float>> Dawdling(float[] latents, int pause) => new("Latent", SourceColumn.Latent.Type, row =>
    {
        Thread.SpinWait(pause);
        return new VBuffer<float>(2, latents[(int)(row * 2)..(int)((row * 2) + 2)]);
    });

    private static DataViewRowCursor CursorOver(IDataView images) => images.GetRowCursor([images.Schema["Image"]]);
}
