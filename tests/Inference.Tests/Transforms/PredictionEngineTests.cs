using Microsoft.ML;
using Microsoft.ML.Data;
using VaePipeline.Inference.Transforms;

namespace VaePipeline.Inference.Tests.Transforms;

public sealed class PredictionEngineTests
{
    private readonly MLContext _context = new(seed: 1);

    [SkippableTheory]
    [InlineData(null, new[] { 1, 0 })]
    [InlineData(2, new[] { 2 })]
    public void CreatePredictionEngine_has_the_engines_choice_of_threads_unless_told(int? intraOpThreads, int[] expected)
    {
        Skip.If(Environment.ProcessorCount == 1, "one processor: one thread is the engine's choice too");
        var threads = new List<int>();
        var options = new BatchedOnnxOptions { IntraOpThreads = intraOpThreads, ConfigureSession = session => threads.Add(session.IntraOpNumThreads) };
        using BatchedOnnxTransformer decoder = _context.Transforms
            .DecodeLatents(TestModels.Decoder, options: options).Fit(LatentRow.Rows(_context, 1));

        for (int i = 0; i < 2; i++)
        {
            using PredictionEngine<LatentRow, ImageRow> engine = _context.Model.CreatePredictionEngine<LatentRow, ImageRow>(
                decoder, new PredictionEngineOptions { OwnsTransformer = false });
            TestModels.AssertClose(TestModels.Decoded([0.5f, 1f]), engine.Predict(new LatentRow { Latent = [0.5f, 1f] }).Image);
        }

        Assert.Equal(expected, threads);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    public void GetRowToRowMapper_after_dispose_throws(int? intraOpThreads)
    {
        IDataView data = LatentRow.Rows(_context, 1);
        BatchedOnnxTransformer decoder = _context.Transforms.DecodeLatents(TestModels.Decoder, options: new BatchedOnnxOptions { IntraOpThreads = intraOpThreads }).Fit(data);
        decoder.Dispose();

        Assert.Throws<ObjectDisposedException>(() => decoder.GetRowToRowMapper(data.Schema));
    }

    [Fact]
    public void Predict_equals_a_raw_session_for_one_row_after_another()
    {
        using BatchedOnnxTransformer decoder = Decoder();
        using PredictionEngine<LatentRow, ImageRow> engine =
            _context.Model.CreatePredictionEngine<LatentRow, ImageRow>(decoder, Shared());
        float[] expected = TestModels.Decoded(TestModels.Latents(20));

        foreach (LatentRow row in LatentRow.List(20))
        {
            ImageRow image = engine.Predict(row);

            TestModels.AssertClose(expected.AsSpan(row.Number * 16, 16), image.Image);
            Assert.Equal((row.Number, row.Name), (image.Number, image.Name));
        }
    }

    [Fact]
    public void Predict_in_a_chain_gives_the_same()
    {
        IDataView data = LatentRow.Rows(_context, 1);
        using TransformerChain<ColumnConcatenatingTransformer> chain = _context.Transforms.CopyColumns("Z", "Latent")
            .Append(_context.Transforms.DecodeLatents(TestModels.Decoder, "Picture", "Z"))
            .Append(_context.Transforms.Concatenate("Image", "Picture"))
            .Fit(data);
        using PredictionEngine<LatentRow, ImageRow> engine =
            _context.Model.CreatePredictionEngine<LatentRow, ImageRow>(chain, Shared());

        float[] pixels = [.. LatentRow.List(5).SelectMany(row => engine.Predict(row).Image)];

        Assert.True(((ITransformer)chain).IsRowToRowMapper);
        TestModels.AssertClose(TestModels.Decoded(TestModels.Latents(5)), pixels);
    }

    [Fact]
    public void Two_engines_on_one_transformer_do_not_disturb_each_other()
    {
        using BatchedOnnxTransformer decoder = Decoder();
        using PredictionEngine<LatentRow, ImageRow> first = _context.Model.CreatePredictionEngine<LatentRow, ImageRow>(decoder, Shared());
        float[] expected = TestModels.Decoded(TestModels.Latents(2));
        List<LatentRow> rows = LatentRow.List(2);

        using (PredictionEngine<LatentRow, ImageRow> second = _context.Model.CreatePredictionEngine<LatentRow, ImageRow>(decoder, Shared()))
        {
            ImageRow image = first.Predict(rows[0]);
            TestModels.AssertClose(expected.AsSpan(16), second.Predict(rows[1]).Image);
            TestModels.AssertClose(expected.AsSpan(0, 16), image.Image);
        }

        TestModels.AssertClose(expected.AsSpan(16), first.Predict(rows[1]).Image);
    }

    [Fact]
    public void Dispose_of_an_engine_that_owns_the_transformer_disposes_it()
    {
        BatchedOnnxTransformer decoder = Decoder();
        PredictionEngine<LatentRow, ImageRow> owner = _context.Model.CreatePredictionEngine<LatentRow, ImageRow>(decoder);
        using PredictionEngine<LatentRow, ImageRow> other = _context.Model.CreatePredictionEngine<LatentRow, ImageRow>(decoder, Shared());

        owner.Dispose();

        Assert.Throws<ObjectDisposedException>(() => other.Predict(LatentRow.List(1)[0]));
    }

    [Fact]
    public void GetRow_runs_the_model_once_a_position_and_only_when_its_column_is_read()
    {
        var source = new SourceView(3, new SourceColumn<VBuffer<float>>("Latent", SourceColumn.Latent.Type, row => Counted(row)));
        using BatchedOnnxTransformer decoder = _context.Transforms.DecodeLatents(TestModels.Decoder).Fit(source);
        IRowToRowMapper mapper = decoder.GetRowToRowMapper(source.Schema);
        using DataViewRowCursor cursor = source.GetRowCursor(source.Schema);
        using DataViewRow row = mapper.GetRow(cursor, mapper.OutputSchema);
        ValueGetter<VBuffer<float>>[] getters =
            [.. Enumerable.Range(0, 2).Select(_ => row.GetGetter<VBuffer<float>>(mapper.OutputSchema["Image"]))];
        VBuffer<float> image = default;

        cursor.MoveNext();
        cursor.MoveNext();
        Assert.Equal(0, _reads);
        Array.ForEach(getters, getter => getter(ref image));

        Assert.Equal(1, _reads);
        Assert.Same(source.Schema, mapper.InputSchema);
        Assert.Same(mapper.OutputSchema, row.Schema);
        TestModels.AssertClose(TestModels.Decoded(TestModels.Latents(2)).AsSpan(16), image.GetValues());
    }

    [Fact]
    public void GetDependencies_names_the_latents_only_where_images_are_wanted()
    {
        var source = new SourceView(1, SourceColumn.Latent, new SourceColumn<int>("Number", NumberDataViewType.Int32, row => (int)row));
        using BatchedOnnxTransformer decoder = _context.Transforms.DecodeLatents(TestModels.Decoder).Fit(source);
        IRowToRowMapper mapper = decoder.GetRowToRowMapper(source.Schema);

        string[] forImages = [.. mapper.GetDependencies([mapper.OutputSchema["Image"]]).Select(column => column.Name)];
        string[] forNumbers = [.. mapper.GetDependencies([mapper.OutputSchema["Number"]]).Select(column => column.Name)];

        Assert.Equal(["Latent"], forImages);
        Assert.Equal(["Number"], forNumbers);
    }

    private int _reads;

    private static PredictionEngineOptions Shared() => new() { OwnsTransformer = false };

    private BatchedOnnxTransformer Decoder() =>
        _context.Transforms.DecodeLatents(TestModels.Decoder).Fit(LatentRow.Rows(_context, 1));

    private VBuffer<float> Counted(long row)
    {
        _reads++;
        return new VBuffer<float>(2, TestModels.Latents(3)[(int)(row * 2)..(int)((row * 2) + 2)]);
    }
}
