using Microsoft.ML;
using Microsoft.ML.Data;
using VaePipeline.Inference.Transforms;

namespace VaePipeline.Inference.Tests.Transforms.Contract;

/// <summary>What ML.NET's readers of views make of ours: each image is the one that a raw session gives for its row alone.</summary>
public sealed class ConsumersTests
{
    private const int Rows = 90;

    private static readonly float[] Expected = TestModels.Decoded(TestModels.Latents(Rows));

    private readonly MLContext _context = new(seed: 1);
    private readonly SourceView _source = new(
        Rows,
        new SourceColumn<ReadOnlyMemory<char>>("Name", TextDataViewType.Instance, row => $"r{row}".AsMemory()),
        new SourceColumn<int>("Number", NumberDataViewType.Int32, row => (int)row),
        new SourceColumn<float>("Weight", NumberDataViewType.Single, row => row % 7),
        SourceColumn.Latent);

    [Theory]
    [ClassData(typeof(RunShapes))]
    public void CreateEnumerable_with_new_row_objects_or_one(int workers, int batchSize)
    {
        using BatchedOnnxTransformer decoder = RunShapes.Decoder(_context, _source, workers, batchSize);
        IDataView images = decoder.Transform(_source);

        AssertRows(Enumerable.Range(0, Rows), images);
        TestModels.AssertClose(Expected, [.. _context.Data.CreateEnumerable<ImageRow>(images, reuseRowObject: true).SelectMany(row => row.Image.ToArray())]);
    }

    [Theory]
    [ClassData(typeof(RunShapes))]
    public void GetColumn_reads_only_what_it_needs(int workers, int batchSize)
    {
        using BatchedOnnxTransformer decoder = RunShapes.Decoder(_context, _source, workers, batchSize);

        float[] pixels = [.. decoder.Transform(_source).GetColumn<float[]>("Image").SelectMany(row => row)];

        TestModels.AssertClose(Expected, pixels);
        Assert.Equal(1, _source.CursorsMade);
        _source.AssertClosed();
        Assert.Equal(["Latent"], _source.LastColumns);
    }

    [Theory]
    [ClassData(typeof(RunShapes))]
    public void Preview_shows_the_first_rows(int workers, int batchSize)
    {
        using BatchedOnnxTransformer decoder = RunShapes.Decoder(_context, _source, workers, batchSize);

        DataDebuggerPreview preview = decoder.Transform(_source).Preview(maxRows: 50);

        Assert.Equal(["Name", "Number", "Weight", "Latent", "Image"], preview.Schema.Select(column => column.Name));
        Assert.Equal(50, preview.RowView.Length);
        for (int row = 0; row < 50; row++)
        {
            Assert.Equal(row, preview.RowView[row].Values[1].Value);
            TestModels.AssertClose(Expected.AsSpan(row * 16, 16), Assert.IsType<VBuffer<float>>(preview.RowView[row].Values[4].Value).GetValues());
        }

        _source.AssertClosed();
    }

    [Theory]
    [ClassData(typeof(RunShapes))]
    public void Cache_reads_once_whatever_is_read_of_it(int workers, int batchSize)
    {
        using BatchedOnnxTransformer decoder = RunShapes.Decoder(_context, _source, workers, batchSize);
        IDataView cached = _context.Data.Cache(decoder.Transform(_source), "Name", "Number", "Image");

        AssertRows(Enumerable.Range(0, Rows), cached);
        AssertRows(Enumerable.Range(0, Rows), cached);
        Assert.True(cached.CanShuffle);
        Assert.Equal(1, _source.CursorsMade);
        _source.AssertClosed();
    }

    [Theory]
    [ClassData(typeof(RunShapes))]
    public void ShuffleRows_keeps_images_with_their_rows(int workers, int batchSize)
    {
        using BatchedOnnxTransformer decoder = RunShapes.Decoder(_context, _source, workers, batchSize);

        ImageRow[] after = Read(_context.Data.ShuffleRows(decoder.Transform(_source), seed: 3));
        ImageRow[] before = Read(decoder.Transform(_context.Data.ShuffleRows(_source, seed: 3)));

        AssertShuffled(after);
        AssertShuffled(before);
    }

    [Theory]
    [ClassData(typeof(RunShapes))]
    public void TakeRows_and_SkipRows_after_us_give_the_rows_between(int workers, int batchSize)
    {
        using BatchedOnnxTransformer decoder = RunShapes.Decoder(_context, _source, workers, batchSize);
        IDataView images = decoder.Transform(_source);

        AssertRows(Enumerable.Range(0, 10), _context.Data.TakeRows(images, 10));
        AssertRows(Enumerable.Range(35, 10), _context.Data.TakeRows(_context.Data.SkipRows(images, 35), 10));
        AssertRows([Rows - 1], _context.Data.SkipRows(images, Rows - 1));
        AssertRows([], _context.Data.SkipRows(images, Rows + 1));
        _source.AssertClosed();
    }

    [Theory]
    [ClassData(typeof(RunShapes))]
    public void TakeRows_and_SkipRows_before_us_give_the_rows_between(int workers, int batchSize)
    {
        using BatchedOnnxTransformer decoder = RunShapes.Decoder(_context, _source, workers, batchSize);

        AssertRows(Enumerable.Range(35, 10), decoder.Transform(_context.Data.TakeRows(_context.Data.SkipRows(_source, 35), 10)));
        AssertRows([], decoder.Transform(_context.Data.SkipRows(_source, Rows)));
    }

    [Theory]
    [ClassData(typeof(RunShapes))]
    public void TakeRows_of_one_row_reads_one_row(int workers, int batchSize)
    {
        using BatchedOnnxTransformer decoder = RunShapes.Decoder(_context, _source, workers, batchSize);

        AssertRows([0], _context.Data.TakeRows(decoder.Transform(_source), 1));

        Assert.Equal(1, _source.RowsRead);
    }

    [Theory]
    [ClassData(typeof(RunShapes))]
    public void FilterRowsByColumn_before_and_after_us(int workers, int batchSize)
    {
        using BatchedOnnxTransformer decoder = RunShapes.Decoder(_context, _source, workers, batchSize);
        int[] expected = [.. Enumerable.Range(0, Rows).Where(row => row % 7 is 2 or 3 or 4)];

        AssertRows(expected, _context.Data.FilterRowsByColumn(decoder.Transform(_source), "Weight", 2, 5));
        AssertRows(expected, decoder.Transform(_context.Data.FilterRowsByColumn(_source, "Weight", 2, 5)));
    }

    [Theory]
    [ClassData(typeof(RunShapes))]
    public void TrainTestSplit_before_and_after_us_parts_the_same_rows(int workers, int batchSize)
    {
        using BatchedOnnxTransformer decoder = RunShapes.Decoder(_context, _source, workers, batchSize);

        DataOperationsCatalog.TrainTestData after = _context.Data.TrainTestSplit(decoder.Transform(_source), 0.3, seed: 5);
        DataOperationsCatalog.TrainTestData before = _context.Data.TrainTestSplit(_source, 0.3, seed: 5);
        DataOperationsCatalog.TrainTestData byName = _context.Data.TrainTestSplit(decoder.Transform(_source), 0.3, "Name");

        int[] test = [.. Read(after.TestSet).Select(row => row.Number)];
        Assert.InRange(test.Length, 1, Rows - 1);
        AssertRows(test, after.TestSet);
        AssertRows(Enumerable.Range(0, Rows).Except(test), after.TrainSet);
        AssertRows(test, decoder.Transform(before.TestSet));
        AssertRows(Enumerable.Range(0, Rows).Except(test), decoder.Transform(before.TrainSet));
        int[] named = [.. Read(byName.TestSet).Select(row => row.Number)];
        AssertRows(named, byName.TestSet);
        AssertRows(Enumerable.Range(0, Rows).Except(named), byName.TrainSet);
    }

    [Theory]
    [ClassData(typeof(RunShapes))]
    public void SaveAsText_writes_rows_that_come_back(int workers, int batchSize)
    {
        using BatchedOnnxTransformer decoder = RunShapes.Decoder(_context, _source, workers, batchSize);
        string path = Path.GetTempFileName();
        try
        {
            using (FileStream stream = File.Create(path))
            {
                _context.Data.SaveAsText(decoder.Transform(_source), stream);
            }

            AssertRows(Enumerable.Range(0, Rows), _context.Data.LoadFromTextFile(path));
        }
        finally
        {
            File.Delete(path);
        }

        _source.AssertClosed();
    }

    [Theory]
    [ClassData(typeof(RunShapes))]
    public void SaveAsBinary_writes_rows_that_come_back(int workers, int batchSize)
    {
        using BatchedOnnxTransformer decoder = RunShapes.Decoder(_context, _source, workers, batchSize);
        string path = Path.GetTempFileName();
        try
        {
            IDataView images = decoder.Transform(_source);
            using (FileStream stream = File.Create(path))
            {
                _context.Data.SaveAsBinary(images, stream);
            }

            IDataView loaded = _context.Data.LoadFromBinary(path);
            Assert.Equal(images.Schema.Select(column => (column.Name, column.Type)), loaded.Schema.Select(column => (column.Name, column.Type)));
            AssertRows(Enumerable.Range(0, Rows), loaded);
        }
        finally
        {
            File.Delete(path);
        }

        _source.AssertClosed();
    }

    [Theory]
    [ClassData(typeof(RunShapes))]
    public void Stock_transforms_after_us_which_read_with_several_cursors_keep_the_order(int workers, int batchSize)
    {
        using TransformerChain<ColumnConcatenatingTransformer> chain = _context.Transforms
            .DecodeLatents(TestModels.Decoder, options: new BatchedOnnxOptions { Workers = workers, BatchSize = batchSize })
            .Append(_context.Transforms.Concatenate("Both", "Latent", "Image")).Fit(_source);

        IDataView both = chain.Transform(_source);

        AssertRows(Enumerable.Range(0, Rows), both);
        Assert.Equal(TestModels.Latents(Rows), both.GetColumn<float[]>("Both").SelectMany(row => row[..2]));
        Assert.True(_source.CursorsMade > 2, "one cursor at a time");
        _source.AssertClosed();
    }

    private ImageRow[] Read(IDataView images) => [.. _context.Data.CreateEnumerable<ImageRow>(images, reuseRowObject: false)];

    private void AssertRows(IEnumerable<int> numbers, IDataView images)
    {
        ImageRow[] rows = Read(images);
        Assert.Equal(numbers, rows.Select(row => row.Number));
        AssertImages(rows);
    }

    private static void AssertShuffled(ImageRow[] rows)
    {
        Assert.NotEqual(Enumerable.Range(0, Rows), rows.Select(row => row.Number));
        Assert.Equal(Enumerable.Range(0, Rows), rows.Select(row => row.Number).Order());
        AssertImages(rows);
    }

    private static void AssertImages(ImageRow[] rows) => Assert.All(rows, row =>
    {
        Assert.Equal($"r{row.Number}", row.Name);
        TestModels.AssertClose(Expected.AsSpan(row.Number * 16, 16), row.Image);
    });
}
