using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;
using static VaePipeline.Compat.Tests.MicrosoftML.PointRows;

namespace VaePipeline.Compat.Tests.MicrosoftML.Model;

[SuppressMessage("Reliability", "CA2000", Justification = "The transformers chained here hold nothing to dispose.")]
public sealed class ModelSaveTests
{
    private readonly MLContext _ml = new(1);

    private byte[] Save(ITransformer model, DataViewSchema? schema)
    {
        using var stream = new MemoryStream();
        _ml.Model.Save(model, schema, stream);
        return stream.ToArray();
    }

    private static string[] Entries(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        return [.. archive.Entries.Select(e => e.FullName.Replace('\\', '/')).Order(StringComparer.Ordinal)];
    }

    private TransformerChain<ITransformer> Chain() => new(
        _ml.Transforms.CopyColumns("Copy", "Weight").Fit(Points(_ml, 1)),
        new TransformerChain<ITransformer>(_ml.Transforms.Concatenate("Both", "Copy", "X").Fit(Points(_ml, 1)),
            _ml.Transforms.DropColumns("Id").Fit(Points(_ml, 1))));

    [Fact]
    public void Save_lays_out_a_chain_level_by_level()
    {
        Assert.Equal(
            [
                "Schema",
                "TrainingInfo/Version.txt",
                "TransformerChain/Model.key",
                "TransformerChain/Transform_000/Model.key",
                "TransformerChain/Transform_001/Model.key",
                "TransformerChain/Transform_001/Transform_000/Model.key",
                "TransformerChain/Transform_001/Transform_001/Model.key",
            ],
            Entries(Save(Chain(), Points(_ml, 1).Schema)));
    }

    [Fact]
    public void Save_of_one_transformer_without_a_schema_writes_only_the_model()
    {
        var model = _ml.Transforms.CopyColumns("Copy", "Weight").Fit(Points(_ml, 1));

        Assert.Equal(["TrainingInfo/Version.txt", "TransformerChain/Model.key"], Entries(Save(model, null)));
    }

    [Fact]
    public void Save_of_a_normalizer_adds_a_level_a_column()
    {
        var model = _ml.Transforms.NormalizeMinMax([new InputOutputColumnPair("A", "Weight"), new InputOutputColumnPair("B", "X")]).Fit(Points(_ml, 2));

        var entries = Entries(Save(model, null));

        Assert.Contains("TransformerChain/Normalizer_000/Model.key", entries);
        Assert.Contains("TransformerChain/Normalizer_001/Model.key", entries);
    }

    [Fact]
    public void Load_gives_back_the_transformers_and_the_schema()
    {
        var schema = _ml.Transforms.Concatenate("Named", "Weight", "X").Fit(Points(_ml, 1)).Transform(Points(_ml, 1)).Schema;

        var model = new MLContext().Model.Load(new MemoryStream(Save(Chain(), schema)), out var loadedSchema);

        Assert.Equal(["X", "Weight", "Id", "Named"], Names(loadedSchema));
        Assert.Equal(schema.Select(c => c.Type), loadedSchema.Select(c => c.Type));
        Assert.Equal(["Weight", "", ""], SlotNames(loadedSchema["Named"]));
        var chain = Assert.IsType<TransformerChain<ITransformer>>(model);
        Assert.Equal(2, chain.Count());
        Assert.IsType<TransformerChain<ITransformer>>(chain.Last());
        var view = model.Transform(Points(_ml, 2));
        Assert.Equal(["X", "Weight", "Copy", "Both"], Names(view.Schema));
        Assert.Equal([[-4, 0, 0.5f], [-2, 1, 1.5f]], Vectors(view, "Both"));
    }

    [Fact]
    public void Load_without_a_schema_gives_none()
    {
        var model = new MLContext().Model.Load(new MemoryStream(Save(Chain(), null)), out var schema);

        Assert.Null(schema);
        Assert.Equal(2, Assert.IsType<TransformerChain<ITransformer>>(model).Count());
    }

    [Fact]
    public void Save_and_Load_take_paths()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            _ml.Model.Save(Chain(), Points(_ml, 1).Schema, path);
            var model = _ml.Model.Load(path, out var schema);

            Assert.Equal(["X", "Weight", "Id"], Names(schema));
            Assert.Equal([[-4, 0, 0.5f]], Vectors(model.Transform(Points(_ml, 1)), "Both"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void The_schema_comes_back_with_every_column_type()
    {
        var builder = new DataViewSchema.Builder();
        DataViewType[] types =
        [
            NumberDataViewType.SByte, NumberDataViewType.Byte, NumberDataViewType.Int16, NumberDataViewType.UInt16, NumberDataViewType.Int32,
            NumberDataViewType.UInt32, NumberDataViewType.Int64, NumberDataViewType.UInt64, NumberDataViewType.Single, NumberDataViewType.Double,
            BooleanDataViewType.Instance, TextDataViewType.Instance, new KeyDataViewType(typeof(uint), 7),
            new VectorDataViewType(NumberDataViewType.Single), new VectorDataViewType(NumberDataViewType.Single, 1, 28, 28),
            new VectorDataViewType(TextDataViewType.Instance, 3), new VectorDataViewType(NumberDataViewType.Byte, 784),
        ];
        for (int i = 0; i < types.Length; i++)
            builder.AddColumn($"C{i}", types[i]);
        var schema = builder.ToSchema();

        new MLContext().Model.Load(new MemoryStream(Save(new TransformerChain<ITransformer>(), schema)), out var loaded);

        Assert.Equal(types, loaded.Select(c => c.Type));
    }

    [Fact]
    public void Scopes_of_a_chain_come_back()
    {
        var copy = _ml.Transforms.CopyColumns("Copy", "Weight").Fit(Points(_ml, 1));
        var training = new TransformerChain<ITransformer>([copy, copy], [TransformerScope.Everything, TransformerScope.Training]);

        var loaded = new MLContext().Model.Load(new MemoryStream(Save(training, null)), out _);

        Assert.Equal(["X", "Weight", "Id", "Copy"], Names(loaded.GetOutputSchema(Points(_ml, 1).Schema)));
        Assert.Equal(2, ((TransformerChain<ITransformer>)loaded).Count());
    }

    /// <summary>A transformer of another assembly: it copies Weight and saves itself as the transformer that it is given.</summary>
    private sealed class Foreign(ITransformer stock, ITransformer? savesAs) : ITransformer
    {
        public bool IsRowToRowMapper => true;
        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => stock.GetOutputSchema(inputSchema);
        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => stock.GetRowToRowMapper(inputSchema);
        public IDataView Transform(IDataView input) => stock.Transform(input);
        public void Save(ModelSaveContext ctx) => (savesAs as ICanSaveModel)?.Save(ctx);
    }

    [Fact]
    public void A_foreign_transformer_that_delegates_its_Save_comes_back_as_the_stock_one()
    {
        var copy = _ml.Transforms.CopyColumns("Copy", "Weight").Fit(Points(_ml, 1));
        var chain = new TransformerChain<ITransformer>(new Foreign(copy, copy), _ml.Transforms.Concatenate("Both", "Copy", "X").Fit(Points(_ml, 1)));

        var loaded = new MLContext().Model.Load(new MemoryStream(Save(chain, Points(_ml, 1).Schema)), out _);

        Assert.IsType(copy.GetType(), ((TransformerChain<ITransformer>)loaded).First());
        Assert.Equal([[-4, 0, 0.5f]], Vectors(loaded.Transform(Points(_ml, 1)), "Both"));
    }

    [Fact]
    public void A_foreign_transformer_can_save_itself_as_a_chain()
    {
        var copy = _ml.Transforms.CopyColumns("Copy", "Weight").Fit(Points(_ml, 1));
        var pair = new TransformerChain<ITransformer>(copy, _ml.Transforms.DropColumns("Id").Fit(Points(_ml, 1)));
        var chain = new TransformerChain<ITransformer>(new Foreign(copy, pair));

        byte[] zip = Save(chain, null);

        Assert.Contains("TransformerChain/Transform_000/Transform_001/Model.key", Entries(zip));
        Assert.Equal(["X", "Weight", "Copy"], Names(_ml.Model.Load(new MemoryStream(zip), out _).GetOutputSchema(Points(_ml, 1).Schema)));
    }

    [Fact]
    public void A_foreign_transformer_that_writes_nothing_cannot_be_saved()
    {
        var copy = _ml.Transforms.CopyColumns("Copy", "Weight").Fit(Points(_ml, 1));
        var chain = new TransformerChain<ITransformer>(new Foreign(copy, null));

        var error = Assert.Throws<InvalidOperationException>(() => Save(chain, null));

        Assert.Equal("ModelSignature not specified!", error.Message);
    }

    private sealed class Refusing(ITransformer stock) : ITransformer
    {
        public bool IsRowToRowMapper => true;
        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => stock.GetOutputSchema(inputSchema);
        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => stock.GetRowToRowMapper(inputSchema);
        public IDataView Transform(IDataView input) => stock.Transform(input);
        public void Save(ModelSaveContext ctx) => throw new NotSupportedException("not this one");
    }

    [Fact]
    public void An_exception_of_a_foreign_Save_comes_through()
    {
        var copy = _ml.Transforms.CopyColumns("Copy", "Weight").Fit(Points(_ml, 1));

        var error = Assert.Throws<NotSupportedException>(() => Save(new TransformerChain<ITransformer>(copy, new Refusing(copy)), null));

        Assert.Equal("not this one", error.Message);
    }

    [Fact]
    public void Load_of_something_that_is_no_zip_is_a_FormatException()
    {
        Assert.Throws<FormatException>(() => _ml.Model.Load(new MemoryStream([1, 2, 3, 4]), out _));
        Assert.Throws<FormatException>(() => _ml.Model.Load(new MemoryStream(Save(Chain(), null)[..200]), out _));
    }

    [Fact]
    public void Load_of_a_missing_file_is_a_FileNotFoundException()
    {
        Assert.Throws<FileNotFoundException>(() => _ml.Model.Load(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), out _));
    }

    [Fact]
    public void Load_of_a_damaged_component_tells_that_it_is_a_wrong_file()
    {
        byte[] zip = Save(Chain(), Points(_ml, 1).Schema);
        using var stream = new MemoryStream();
        stream.Write(zip);
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            using var entry = archive.GetEntry("TransformerChain/Transform_000/Model.key")!.Open(); // Save wrote it
            entry.Position = 0;
            entry.Write("NOTMODEL"u8);
        }
        stream.Position = 0;

        var error = Assert.Throws<InvalidOperationException>(() => _ml.Model.Load(stream, out _));

        Assert.Equal("Wrong file type", Assert.IsType<FormatException>(error.GetBaseException()).Message);
    }
}
