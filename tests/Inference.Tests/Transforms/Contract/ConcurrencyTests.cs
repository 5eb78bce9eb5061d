using Microsoft.ML;
using Microsoft.ML.Data;
using VaePipeline.Inference.Transforms;

namespace VaePipeline.Inference.Tests.Transforms.Contract;

/// <summary>One transformer, used by several cursors, engines and threads at once.</summary>
public sealed class ConcurrencyTests
{
    private const int Rows = 100;

    private static readonly float[] Expected = TestModels.Decoded(TestModels.Latents(Rows));

    private readonly MLContext _context = new(seed: 1);

    [Theory]
    [ClassData(typeof(RunShapes))]
    public void Two_cursors_in_turn_do_not_disturb_each_other(int workers, int batchSize)
    {
        var source = new SourceView(Rows, SourceColumn.Latent);
        using BatchedOnnxTransformer decoder = RunShapes.Decoder(_context, source, workers, batchSize);
        IDataView images = decoder.Transform(source);
        using DataViewRowCursor first = images.GetRowCursor([images.Schema["Image"]]);
        using DataViewRowCursor second = images.GetRowCursor([images.Schema["Image"]]);
        ValueGetter<VBuffer<float>>[] getters = [.. new[] { first, second }.Select(cursor => cursor.GetGetter<VBuffer<float>>(cursor.Schema["Image"]))];
        VBuffer<float> image = default;

        // The second runs ten rows behind the first.
        for (int row = 0; row < Rows + 10; row++)
        {
            if (first.MoveNext())
            {
                getters[0](ref image);
                TestModels.AssertClose(Expected.AsSpan(row * 16, 16), image.GetValues());
            }

            if (row >= 10)
            {
                Assert.True(second.MoveNext());
                getters[1](ref image);
                TestModels.AssertClose(Expected.AsSpan((row - 10) * 16, 16), image.GetValues());
            }
        }
    }

    [Theory]
    [ClassData(typeof(RunShapes))]
    public void Many_threads_on_one_view_each_get_all_rows_in_order(int workers, int batchSize)
    {
        IDataView source = LatentRow.Rows(_context, Rows);
        using BatchedOnnxTransformer decoder = RunShapes.Decoder(_context, source, workers, batchSize);
        IDataView images = decoder.Transform(source);

        OnThreads(8, _ =>
        {
            for (int i = 0; i < 5; i++)
            {
                TestModels.AssertClose(Expected, [.. images.GetColumn<float[]>("Image").SelectMany(row => row)]);
            }
        });
    }

    [Theory]
    [ClassData(typeof(RunShapes))]
    public void Many_threads_on_one_transformer_each_with_data_of_its_own(int workers, int batchSize)
    {
        using BatchedOnnxTransformer decoder = RunShapes.Decoder(_context, LatentRow.Rows(_context, 1), workers, batchSize);

        OnThreads(8, thread =>
        {
            IDataView images = decoder.Transform(_context.Data.LoadFromEnumerable(LatentRow.List(Rows).Skip(thread * 7)));
            TestModels.AssertClose(Expected.AsSpan(thread * 7 * 16), [.. images.GetColumn<float[]>("Image").SelectMany(row => row)]);
        });
    }

    [Theory]
    [ClassData(typeof(RunShapes))]
    public void The_cursors_of_a_set_on_a_thread_each_give_every_row_once(int workers, int batchSize)
    {
        var source = new SourceView(Rows, SourceColumn.Latent);
        using BatchedOnnxTransformer decoder = RunShapes.Decoder(_context, source, workers, batchSize);
        IDataView images = decoder.Transform(source);
        DataViewRowCursor[] cursors = images.GetRowCursorSet([images.Schema["Image"]], 4);
        var seen = new List<ulong>[4];

        OnThreads(4, part =>
        {
            seen[part] = [];
            DataViewRowCursor cursor = cursors[part];
            ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(images.Schema["Image"]);
            ValueGetter<DataViewRowId> idGetter = cursor.GetIdGetter();
            VBuffer<float> image = default;
            DataViewRowId id = default;
            while (cursor.MoveNext())
            {
                getter(ref image);
                idGetter(ref id);
                TestModels.AssertClose(Expected.AsSpan((int)id.Low * 16, 16), image.GetValues());
                seen[part].Add(id.Low);
            }
        });

        Array.ForEach(cursors, cursor => cursor.Dispose());
        Assert.Equal(Enumerable.Range(0, Rows).Select(row => (ulong)row), seen.SelectMany(ids => ids).Order());
        Assert.Equal(0, source.CursorsOpen);
    }

    [Theory]
    [ClassData(typeof(RunShapes))]
    public void Engines_and_cursors_at_once_do_not_disturb_each_other(int workers, int batchSize)
    {
        IDataView source = LatentRow.Rows(_context, Rows);
        using BatchedOnnxTransformer decoder = RunShapes.Decoder(_context, source, workers, batchSize);
        List<LatentRow> rows = LatentRow.List(Rows);

        OnThreads(6, thread =>
        {
            if (thread % 2 == 0)
            {
                TestModels.AssertClose(Expected, [.. decoder.Transform(source).GetColumn<float[]>("Image").SelectMany(row => row)]);
                return;
            }

            using PredictionEngine<LatentRow, ImageRow> engine = _context.Model
                .CreatePredictionEngine<LatentRow, ImageRow>(decoder, new PredictionEngineOptions { OwnsTransformer = false });
            Assert.All(rows, row => TestModels.AssertClose(Expected.AsSpan(row.Number * 16, 16), engine.Predict(row).Image));
        });
    }

    [Theory]
    [ClassData(typeof(RunShapes))]
    public void A_chain_of_two_of_ours_gives_the_rows_in_order(int workers, int batchSize)
    {
        IDataView source = LatentRow.Rows(_context, Rows);
        var options = new BatchedOnnxOptions { Workers = workers, BatchSize = batchSize };
        using TransformerChain<BatchedOnnxTransformer> chain = _context.Transforms.DecodeLatents(TestModels.Decoder, options: options)
            .Append(_context.Transforms.EncodeImages(TestModels.Encoder, options: options)).Fit(source);
        IDataView means = chain.Transform(source);

        OnThreads(3, _ => TestModels.AssertClose(TestModels.Encoded(Expected, "mean"), [.. means.GetColumn<float[]>("Mean").SelectMany(row => row)]));
    }

    // Threads of their own: those of the pool may all be blocked by one another.
    private static void OnThreads(int count, Action<int> work)
    {
        var failures = new List<Exception>();
        Thread[] threads = [.. Enumerable.Range(0, count).Select(i => new Thread(() =>
        {
            try
            {
                work(i);
            }
            catch (Exception failure)
            {
                lock (failures)
                {
                    failures.Add(failure);
                }
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.Empty(failures);
    }
}
