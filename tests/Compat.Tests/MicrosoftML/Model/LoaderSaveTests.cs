using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using VaePipeline.Compat.Tests.MicrosoftML.Text;
using static VaePipeline.Compat.Tests.MicrosoftML.PointRows;

namespace VaePipeline.Compat.Tests.MicrosoftML.Model;

/// <summary>
/// Models that are saved with the loader of their input. Data/mlnet-loader.zip was written by Microsoft.ML 5.0.1,
/// Data/compat-loader.zip by the stand-in; each side reads both. UPDATE_MODELS=FOLDER writes the file of the side that runs into the folder.
/// </summary>
[SuppressMessage("Reliability", "CA2000", Justification = "The transformers here hold nothing to dispose.")]
public sealed class LoaderSaveTests : IDisposable
{
    private readonly MLContext _ml = new(1);
    private readonly TextFile _rows = new("a,b,name,class\n1,2.5,\"x, y\",0\n3,4.5,z,2\n");

    private static bool IsStandIn => typeof(MLContext).Assembly.GetName().Name == "Microsoft.ML";

    private TextLoader Loader() => _ml.Data.CreateTextLoader(new TextLoader.Options
    {
        Columns =
        [
            new TextLoader.Column("X", DataKind.Single, 0, 1),
            new TextLoader.Column("Name", DataKind.String, 2),
            new TextLoader.Column("Class", DataKind.UInt32, [new TextLoader.Range(3)], new KeyCount(3)),
        ],
        Separators = [','],
        HasHeader = true,
        AllowQuoting = true,
        TrimWhitespace = true,
        InputSize = 4,
        MaxRows = 2,
    }, new MultiFileSource(_rows.Path));

    private ColumnCopyingTransformer Fit() => _ml.Transforms.CopyColumns("Copy", "X").Fit(Loader().Load(new MultiFileSource(_rows.Path)));

    private MemoryStream Save(ITransformer? model)
    {
        var stream = new MemoryStream();
        _ml.Model.Save(model, Loader(), stream);
        stream.Position = 0;
        return stream;
    }

    public void Dispose() => _rows.Dispose();

    [Fact]
    public void Save_with_a_loader_lays_out_the_loader_and_a_chain_of_one()
    {
        using var archive = new ZipArchive(Save(Fit()));

        Assert.Equal(
            [
                "Loader/Header.txt", "Loader/Model.key", "Model.key", "TrainingInfo/Version.txt",
                "TransformerChain/Model.key", "TransformerChain/Transform_000/Model.key",
            ],
            archive.Entries.Select(entry => entry.FullName.Replace('\\', '/')).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("mlnet-loader.zip")]
    [InlineData("compat-loader.zip")]
    [InlineData(null)]
    public void LoadWithDataLoader_gives_back_the_transformer_and_a_loader_that_reads_the_same_rows(string? file)
    {
        using Stream saved = file is null ? Save(Fit()) : File.OpenRead(DataFile(file));

        ITransformer model = new MLContext().Model.LoadWithDataLoader(saved, out var loader);

        Assert.IsType<ColumnCopyingTransformer>(model);
        var view = model.Transform(loader.Load(new MultiFileSource(_rows.Path)));
        Assert.Equal(["X", "Name", "Class", "Copy"], Names(view.Schema));
        Assert.Equal(new KeyDataViewType(typeof(uint), 3), view.Schema["Class"].Type);
        Assert.Equal(["a", "b"], SlotNames(view.Schema["X"]));
        Assert.Equal([[1, 2.5f], [3, 4.5f]], Vectors(view, "Copy"));
        Assert.Equal(["x, y", "z"], view.GetColumn<string>("Name"));
        Assert.Equal([1u, 3u], view.GetColumn<uint>("Class"));
    }

    [Fact]
    public void Load_gives_the_transformer_and_the_schema_of_the_loader()
    {
        ITransformer model = new MLContext().Model.Load(Save(Fit()), out var schema);

        Assert.Equal(["X", "Name", "Class"], Names(schema));
        Assert.Equal([[1, 2.5f], [3, 4.5f]], Vectors(model.Transform(Loader().Load(new MultiFileSource(_rows.Path))), "Copy"));
    }

    [Fact]
    public void A_chain_comes_back_as_a_chain()
    {
        var chain = new TransformerChain<ITransformer>(Fit(), _ml.Transforms.CopyColumns("Second", "X").Fit(Loader().Load(_rows.Path)));

        ITransformer model = _ml.Model.Load(Save(chain), out _);

        Assert.Equal(2, Assert.IsType<TransformerChain<ITransformer>>(model).Count());
    }

    [Fact]
    public void A_loader_alone_comes_back_with_an_empty_chain()
    {
        ITransformer model = _ml.Model.LoadWithDataLoader(Save(null), out var loader);

        Assert.Empty(Assert.IsType<TransformerChain<ITransformer>>(model));
        Assert.Equal([[1, 2.5f], [3, 4.5f]], Vectors(loader.Load(_rows.Path), "X"));
    }

    [Fact]
    public void Save_and_LoadWithDataLoader_take_paths()
    {
        using var file = new TextFile("");

        _ml.Model.Save(Fit(), Loader(), file.Path);
        _ml.Model.LoadWithDataLoader(file.Path, out var loader);
        if (System.Environment.GetEnvironmentVariable("UPDATE_MODELS") is { } folder)
            File.Copy(file.Path, Path.Combine(folder, IsStandIn ? "compat-loader.zip" : "mlnet-loader.zip"), overwrite: true);

        Assert.Equal(["X", "Name", "Class"], Names(loader.GetOutputSchema()));
    }

    [Fact]
    public void A_composite_loader_saved_as_the_loader_keeps_its_transformers()
    {
        var composite = Loader().Append(Fit());
        using var stream = new MemoryStream();

        _ml.Model.Save(null, composite, stream);
        stream.Position = 0;
        _ml.Model.LoadWithDataLoader(stream, out var loader);

        Assert.Equal(["X", "Name", "Class", "Copy"], Names(loader.GetOutputSchema()));
        Assert.Equal([[1, 2.5f], [3, 4.5f]], Vectors(loader.Load(_rows.Path), "Copy"));
    }

    [Fact]
    public void A_loader_with_an_estimator_is_fitted_on_what_it_loads()
    {
        var composite = Loader().Append(_ml.Transforms.NormalizeMinMax("Range", "X", fixZero: false)).Append(_ml.Transforms.CopyColumns("Copy", "Range"))
            .Fit(new MultiFileSource(_rows.Path));

        Assert.Equal(["X", "Name", "Class", "Range", "Copy"], Names(composite.GetOutputSchema()));
        Assert.Equal(2, composite.Transformer.Count());
        Assert.Equal([[0, 0], [1, 1]], Vectors(composite.Load(new MultiFileSource(_rows.Path)), "Copy"));
    }

    [Fact]
    public void LoadWithDataLoader_of_a_model_without_one_tells_so()
    {
        using var stream = new MemoryStream();
        _ml.Model.Save(Fit(), Loader().GetOutputSchema(), stream);
        stream.Position = 0;

        var error = Assert.Throws<InvalidOperationException>(() => _ml.Model.LoadWithDataLoader(stream, out _));

        Assert.StartsWith("Model does not contain an IDataLoader.", error.Message, StringComparison.Ordinal);
    }
}
