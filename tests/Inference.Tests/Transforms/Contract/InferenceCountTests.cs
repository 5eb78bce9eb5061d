using System.Text.RegularExpressions;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaePipeline.Inference.Transforms;

namespace VaePipeline.Inference.Tests.Transforms.Contract;

/// <summary>How often the model runs, as the engine's own profile tells.</summary>
public sealed partial class InferenceCountTests : IDisposable
{
    private readonly MLContext _context = new(seed: 1);
    private readonly string _folder = Directory.CreateTempSubdirectory("vae-profile-").FullName;
    private readonly SourceView _source = new(60, SourceColumn.Latent, new SourceColumn<int>("Number", NumberDataViewType.Int32, row => (int)row));

    // 60 rows in batches of 1, 8, 32 and 19, or 1 and 20 of 3 with the last one short.
    [Theory]
    [InlineData(1, 32, 4)]
    [InlineData(2, 32, 4)]
    [InlineData(4, 32, 4)]
    [InlineData(1, 3, 21)]
    [InlineData(4, 3, 21)]
    [InlineData(2, 1, 60)]
    public void Preview_which_calls_each_getter_twice_runs_the_model_once_a_batch(int workers, int batchSize, int runs)
    {
        Assert.Equal(runs, RunsOf(workers, batchSize, images => Assert.Equal(60, images.Preview(maxRows: 100).RowView.Length)));
    }

    [Theory]
    [ClassData(typeof(RunShapes))]
    public void Views_schemas_and_cursors_that_do_not_move_run_nothing(int workers, int batchSize)
    {
        Assert.Equal(0, RunsOf(workers, batchSize, images =>
        {
            Assert.Equal(3, images.Schema.Count);
            Assert.Equal(60, images.GetRowCount());
            using DataViewRowCursor cursor = images.GetRowCursor(images.Schema);
            cursor.GetGetter<VBuffer<float>>(images.Schema["Image"]);
        }));
    }

    [Theory]
    [ClassData(typeof(RunShapes))]
    public void Other_columns_alone_run_nothing(int workers, int batchSize)
    {
        Assert.Equal(0, RunsOf(workers, batchSize, images => Assert.Equal(60, images.GetColumn<int>("Number").Count())));
    }

    [Theory]
    [ClassData(typeof(RunShapes))]
    public void Cache_runs_the_model_for_the_first_reading_only(int workers, int batchSize)
    {
        int once = RunsOf(workers, batchSize, images => Assert.Equal(60, images.GetColumn<float[]>("Image").Count()));

        int cached = RunsOf(workers, batchSize, images =>
        {
            IDataView cache = _context.Data.Cache(images);
            Assert.Equal(60, cache.GetColumn<float[]>("Image").Count());
            Assert.Equal(60, cache.GetColumn<float[]>("Image").Count());
        });

        Assert.Equal(once, cached);
    }

    [Fact]
    public void PredictionEngine_runs_the_model_once_a_row()
    {
        List<LatentRow> rows = LatentRow.List(10);

        Assert.Equal(10, CountRuns(BatchedOptions(), decoder =>
        {
            using PredictionEngine<LatentRow, ImageRow> engine = _context.Model
                .CreatePredictionEngine<LatentRow, ImageRow>(decoder, new PredictionEngineOptions { OwnsTransformer = false });
            Assert.All(rows, row => Assert.Equal(16, engine.Predict(row).Image.Length));
        }));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private int RunsOf(int workers, int batchSize, Action<IDataView> read) =>
        CountRuns(BatchedOptions() with { Workers = workers, BatchSize = batchSize }, decoder => read(decoder.Transform(_source)));

    private BatchedOnnxOptions BatchedOptions() => new()
    {
        ConfigureSession = options =>
        {
            options.ProfileOutputPathPrefix = Path.Combine(_folder, Path.GetRandomFileName());
            options.EnableProfiling = true;
        },
    };

    // The engine writes a profile when a session is closed.
    private int CountRuns(BatchedOnnxOptions options, Action<BatchedOnnxTransformer> use)
    {
        foreach (string old in Directory.GetFiles(_folder))
        {
            File.Delete(old);
        }

        using (BatchedOnnxTransformer decoder = _context.Transforms.DecodeLatents(TestModels.Decoder, options: options).Fit(_source))
        {
            use(decoder);
        }

        string[] profiles = Directory.GetFiles(_folder);
        Assert.NotEmpty(profiles);
        return profiles.Sum(profile => Run().Count(File.ReadAllText(profile)));
    }

    [GeneratedRegex("\"name\" ?: ?\"model_run\"")]
    private static partial Regex Run();
}
