using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Onnx;
using VaePipeline.Contracts.Errors;
using VaePipeline.Contracts.Onnx;
using VaePipeline.Inference.Tests.Transforms;
using VaePipeline.Inference.Transforms;

namespace VaePipeline.Inference.Tests.Catalogs;

public sealed class BatchedOnnxModelCatalogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("saved-models-").FullName;
    private readonly MLContext _context = new(seed: 1);

    public BatchedOnnxModelCatalogTests() => _context.TempFilePath = Directory.CreateDirectory(Path.Combine(_folder, "temp")).FullName;

    private string ModelPath => Path.Combine(_folder, "model.zip");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void LoadModel_gives_the_batched_step_with_its_options_and_leaves_no_file()
    {
        IDataView data = LatentRow.Rows(_context, 100);
        using BatchedOnnxTransformer decoder =
            _context.Transforms.DecodeLatents(TestModels.Decoder, options: new() { BatchSize = 8, Workers = 1, KeepBatchAxis = true }).Fit(data);
        _context.Model.SaveModel(decoder, data.Schema, ModelPath);
        using (_context.Model.Load(ModelPath, out _) as IDisposable)
        {
            Assert.Single(TemporaryFiles()); // ML.NET's own Load leaves one until its model is disposed.
        }

        int sessions = 0;

        ITransformer loaded = _context.Model.LoadModel(ModelPath, out DataViewSchema schema, _ => sessions++);

        Assert.Equal(["Name", "Number", "Latent"], schema.Select(column => column.Name));
        Assert.Equal(1, sessions);
        AssertImages(loaded, "Vector<Single, 1, 1, 4, 4>");
        using BatchedOnnxTransformer batched = Assert.IsType<BatchedOnnxTransformer>(loaded);

        // The first batch has one row, the second eight.
        var source = new SourceView(100, SourceColumn.Latent);
        IDataView images = batched.Transform(source);
        using DataViewRowCursor cursor = images.GetRowCursor(images.Schema);
        Assert.True(cursor.MoveNext());
        Assert.True(cursor.MoveNext());
        Assert.Equal(9, source.RowsRead);
        Assert.Empty(TemporaryFiles());
    }

    [Fact]
    public void LoadModel_file_saved_with_its_loader_and_nested_chains()
    {
        string rows = Path.Combine(_folder, "latents.csv");
        File.WriteAllLines(rows, TestModels.Latents(20).Chunk(2).Select(latent => FormattableString.Invariant($"{latent[0]:R},{latent[1]:R}")));
        TextLoader loader = _context.Data.CreateTextLoader([new TextLoader.Column("Latent", DataKind.Single, 0, 1)], separatorChar: ',');
        IDataView data = loader.Load(rows);
        using (var fitted = _context.Transforms.CopyColumns("Z", "Latent")
            .Append(_context.Transforms.DecodeLatents(TestModels.Decoder, "Image", "Z").Append(_context.Transforms.CopyColumns("Copy", "Image")))
            .Fit(data))
        {
            _context.Model.SaveModel(fitted, loader, ModelPath);
        }

        ITransformer loaded = _context.Model.LoadModel(ModelPath, out DataViewSchema schema);
        Assert.Empty(TemporaryFiles());
        ITransformer stock = _context.Model.LoadWithDataLoader(ModelPath, out IDataLoader<IMultiStreamSource> loadedLoader);
        Assert.Single(TemporaryFiles()); // ML.NET's own Load leaves one until its model is disposed.
        ITransformer withLoader = stock.ToBatchedOnnx();

        Assert.Equal(["Latent"], schema.Select(column => column.Name));
        Assert.Single(SavedModel.Steps(loaded).OfType<BatchedOnnxTransformer>());
        AssertImages(loaded, "Vector<Single, 1, 1, 4, 4>");
        IDataView images = withLoader.Transform(loadedLoader.Load(new MultiFileSource(rows)));
        TestModels.AssertClose(TestModels.Decoded(TestModels.Latents(20)), [.. images.GetColumn<float[]>("Copy").SelectMany(row => row)]);
        (loaded as IDisposable)?.Dispose();
        (withLoader as IDisposable)?.Dispose();
        Assert.Empty(TemporaryFiles());
    }

    [Fact]
    public void ToBatchedOnnx_stock_transformer_is_replaced_with_exactly_its_columns()
    {
        var source = new SourceView(20, ((SourceColumn<VBuffer<float>>)SourceColumn.Latent) with { Name = "latent" });
        using OnnxTransformer stock = _context.Transforms.ApplyOnnxModel("image", "latent", TestModels.Decoder).Fit(source);

        using var batched = Assert.IsType<BatchedOnnxTransformer>(stock.ToBatchedOnnx());

        IDataView images = batched.Transform(source);
        Assert.Equal("Vector<Single, 1, 1, 4, 4>", images.Schema["image"].Type.ToString());
        TestModels.AssertClose(TestModels.Decoded(TestModels.Latents(20)), [.. images.GetColumn<float[]>("image").SelectMany(row => row)]);
    }

    [Theory]
    [InlineData("fixed-one", 2)] // nothing to gain
    [InlineData("fixed-batch", 8)]
    public void ToBatchedOnnx_stock_transformer_that_has_no_batch_axis_stays(string model, int size)
    {
        using OnnxTransformer stock = _context.Transforms.ApplyOnnxModel("image", "latent", TestModels.Path(model)).Fit(Empty("latent", size));

        Assert.Same(stock, stock.ToBatchedOnnx());
    }

    [Fact]
    public void ToBatchedOnnx_stock_transformer_with_slot_names_stays()
    {
        using OnnxTransformer stock = _context.Transforms.ApplyOnnxModel("echo", "signal", TestModels.Path("slot-names")).Fit(Empty("signal", 2));
        Assert.True(stock.GetOutputSchema(Empty("signal", 2).Schema)["echo"].HasSlotNames());

        Assert.Same(stock, stock.ToBatchedOnnx());
    }

    [Theory]
    [InlineData("pair")]
    [InlineData("echo")]
    public void ToBatchedOnnx_stock_transformer_whose_model_has_a_sequence_output_stays(string column)
    {
        using OnnxTransformer stock = _context.Transforms.ApplyOnnxModel(column, "signal", TestModels.Path("sequence")).Fit(Empty("signal", 2));

        Assert.Same(stock, stock.ToBatchedOnnx());
    }

    [Fact]
    public void ToBatchedOnnx_stock_transformer_with_a_shape_dictionary_stays()
    {
        // One row of the column is four rows of the model.
        var shapes = new Dictionary<string, int[]> { ["latent"] = [4, 2], ["image"] = [4, 1, 4, 4] };
        using OnnxTransformer stock = _context.Transforms.ApplyOnnxModel("image", "latent", TestModels.Decoder, shapes).Fit(Empty("latent", 8));
        Assert.Equal("Vector<Single, 4, 1, 4, 4>", stock.GetOutputSchema(Empty("latent", 8).Schema)["image"].Type.ToString());

        Assert.Same(stock, stock.ToBatchedOnnx());
    }

    [Fact]
    public void ToBatchedOnnx_keeps_scopes_and_other_transformers()
    {
        IDataView data = LatentRow.Rows(_context, 20);
        ITransformer copy = _context.Transforms.CopyColumns("Z", "Latent").Fit(data);
        using var chain = new TransformerChain<ITransformer>(
            [copy, copy, Stock(data)], [TransformerScope.Training, TransformerScope.Scoring, TransformerScope.Everything]);

        using var batched = Assert.IsType<TransformerChain<ITransformer>>(chain.ToBatchedOnnx());

        Assert.Equal(2, batched.GetModelFor(TransformerScope.Training).Count());
        Assert.Same(copy, batched.GetModelFor(TransformerScope.Scoring).First());
        Assert.Single(batched.GetModelFor(TransformerScope.Testing));
    }

    [Fact]
    public void ToBatchedOnnx_that_fails_leaves_the_model_as_it_was()
    {
        IDataView data = LatentRow.Rows(_context, 20);
        OnnxTransformer first = Stock(data);
        byte[] bytes = OnnxFile.AppendMetadata(
            File.ReadAllBytes(TestModels.Encoder), [new("VaePipeline.SourceFile", "encoder.onnx"), new("VaePipeline.BatchSize", "0")]);
        using var damaged = new MemoryStream(bytes);
        OnnxTransformer second = _context.Transforms.ApplyOnnxModel(["mean"], ["image"], damaged).Fit(first.Transform(data));
        using var chain = new TransformerChain<ITransformer>(first, second);

        BadInputException error = Assert.Throws<BadInputException>(() => chain.ToBatchedOnnx());

        Assert.StartsWith("ONNX transformer: the options in its metadata cannot be read (", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("); expected entries VaePipeline.… as they were saved. Save the model again.", error.Message, StringComparison.Ordinal);
        Assert.Equal(20, chain.Transform(data).GetColumn<float[]>("mean").Count());
    }

    [Fact]
    public void ToBatchedOnnx_chain_that_was_not_loaded_is_refused()
    {
        IDataView data = LatentRow.Rows(_context, 1);
        using TransformerChain<OnnxTransformer> chain = new(Stock(data));

        ArgumentException error = Assert.Throws<ArgumentException>(() => chain.ToBatchedOnnx());

        Assert.Equal(
            "model: has a chain of a known last transformer; expected chains as Model.Load gives them. Save the model and load it. (Parameter 'model')",
            error.Message);
    }

    [Fact]
    public void SaveModel_that_fails_leaves_the_old_file_whole()
    {
        IDataView data = LatentRow.Rows(_context, 20);
        using BatchedOnnxTransformer decoder = _context.Transforms.DecodeLatents(TestModels.Decoder).Fit(data);
        _context.Model.SaveModel(decoder, data.Schema, ModelPath);
        byte[] before = File.ReadAllBytes(ModelPath);
        using BatchedOnnxTransformer unsavable = _context.Transforms.DecodeLatents(TestModels.Path("fixed-batch")).Fit(data);
        using var chain = new TransformerChain<ITransformer>(decoder, unsavable);

        Assert.Throws<NotSupportedException>(() => _context.Model.SaveModel(chain, data.Schema, ModelPath));

        Assert.Equal(before, File.ReadAllBytes(ModelPath));
        Assert.Equal(["model.zip"], Directory.GetFiles(_folder).Select(Path.GetFileName));
    }

    [Fact]
    public void LoadModel_missing_file_is_named()
    {
        FileNotFoundException error = Assert.Throws<FileNotFoundException>(() => _context.Model.LoadModel(ModelPath, out _));

        Assert.Equal($"{ModelPath}: the file does not exist; expected a model that ML.NET saved. Check the path.", error.Message);
    }

    [Fact]
    public void LoadModel_folder_is_named()
    {
        BadInputException error = Assert.Throws<BadInputException>(() => _context.Model.LoadModel(_folder, out _));

        Assert.Equal($"{_folder}: is a folder; expected a model that ML.NET saved. Name a file in it.", error.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(-1)]
    [InlineData(-30)]
    public void LoadModel_empty_or_truncated_file_is_named(int length)
    {
        SaveChain();
        byte[] whole = File.ReadAllBytes(ModelPath);
        File.WriteAllBytes(ModelPath, whole[..(length < 0 ? whole.Length + length : length)]);

        BadInputException error = Assert.Throws<BadInputException>(() => _context.Model.LoadModel(ModelPath, out _));

        Assert.StartsWith($"{ModelPath}: damaged, or no zip archive (", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("); expected a model that ML.NET saved. Save the model again, or copy the file again.", error.Message, StringComparison.Ordinal);
        Assert.Empty(TemporaryFiles());
    }

    [Fact]
    public void LoadModel_other_zip_is_named()
    {
        using (ZipArchive zip = ZipFile.Open(ModelPath, ZipArchiveMode.Create))
        {
            zip.CreateEntry("letter.txt");
        }

        BadInputException error = Assert.Throws<BadInputException>(() => _context.Model.LoadModel(ModelPath, out _));

        Assert.Equal($"{ModelPath}: a zip archive without a transformer; expected a model that ML.NET saved. Name another file.", error.Message);
    }

    [Theory]
    [InlineData("OnnxModel", "\" does not have the length that it states; expected an ONNX model. Save the model again, or copy the file again.")]
    [InlineData("Model.key", "ML.NET cannot load the file (")]
    public void LoadModel_damaged_entry_is_named(string name, string message)
    {
        SaveChain();
        ChangeEntry(name, bytes => bytes[..(bytes.Length / 2)]);

        BadInputException error = Assert.Throws<BadInputException>(() => _context.Model.LoadModel(ModelPath, out _));

        Assert.StartsWith($"{ModelPath}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void LoadModel_damaged_graph_is_named()
    {
        SaveChain();
        ChangeEntry("OnnxModel", bytes => [.. bytes[..4], .. bytes[4..].Select(_ => (byte)0xFF)]);

        BadInputException error = Assert.Throws<BadInputException>(() => _context.Model.LoadModel(ModelPath, out _));

        Assert.StartsWith($"{ModelPath}, entry \"TransformerChain", error.Message, StringComparison.Ordinal);
        Assert.Contains("The file is damaged or of another kind", error.Message, StringComparison.Ordinal);
        Assert.Empty(TemporaryFiles());
    }

    [Fact]
    public void LoadModel_damaged_anywhere_is_named_or_loads()
    {
        SaveChain();
        byte[] whole = File.ReadAllBytes(ModelPath);
        int refused = 0;
        for (int i = 0; i < whole.Length; i += 7)
        {
            byte[] damaged = [.. whole];
            damaged[i] ^= 0x55;
            File.WriteAllBytes(ModelPath, damaged);
            try
            {
                ITransformer loaded = _context.Model.LoadModel(ModelPath, out _);
                AssertImages(loaded, "Vector<Single, 1, 4, 4>");
                (loaded as IDisposable)?.Dispose();
            }
            catch (BadInputException error)
            {
                Assert.DoesNotContain('\n', error.Message);
                refused++;
            }
        }

        // The rest are times and flags in the archive's own records; every entry has a check sum.
        Assert.InRange(refused, whole.Length / 7 * 3 / 4, whole.Length);
        Assert.Empty(TemporaryFiles());
    }

    private OnnxTransformer Stock(IDataView data)
    {
        byte[] file = SavedModel.Save(_context.Transforms.DecodeLatents(TestModels.Decoder, "image").Fit(data), data.Schema);
        return (OnnxTransformer)SavedModel.Load(file, _context);
    }

    private void SaveChain()
    {
        IDataView data = LatentRow.Rows(_context, 20);
        using var chain = _context.Transforms.CopyColumns("Z", "Latent").Append(_context.Transforms.DecodeLatents(TestModels.Decoder)).Fit(data);
        _context.Model.SaveModel(chain, data.Schema, ModelPath);
    }

    private void ChangeEntry(string name, Func<byte[], byte[]> change)
    {
        using ZipArchive zip = ZipFile.Open(ModelPath, ZipArchiveMode.Update);
        ZipArchiveEntry entry = zip.Entries.Last(entry => entry.FullName.EndsWith(name, StringComparison.Ordinal));
        using Stream stream = entry.Open();
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        stream.SetLength(0);
        stream.Write(change(bytes));
    }

    private static SourceView Empty(string column, int size) =>
        new(0, new SourceColumn<VBuffer<float>>(column, new VectorDataViewType(NumberDataViewType.Single, size), _ => default));

    private string[] TemporaryFiles() => Directory.GetFileSystemEntries(_context.TempFilePath);

    private void AssertImages(ITransformer model, string type)
    {
        IDataView images = model.Transform(LatentRow.Rows(_context, 100));

        Assert.Equal(type, images.Schema["Image"].Type.ToString());
        TestModels.AssertClose(TestModels.Decoded(TestModels.Latents(100)), [.. images.GetColumn<float[]>("Image").SelectMany(row => row)]);
    }
}
