using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;
using static VaePipeline.Compat.Tests.MicrosoftML.PointRows;

namespace VaePipeline.Compat.Tests.MicrosoftML.Model;

/// <summary>
/// Files go both ways between Microsoft.ML and its stand-in. Data/mlnet.zip was written by Microsoft.ML 5.0.1, Data/compat.zip by
/// the stand-in; each side reads both. UPDATE_MODELS=FOLDER writes the file of the side that runs into the folder.
/// </summary>
[SuppressMessage("Reliability", "CA2000", Justification = "The engine's session is disposed with the chain.")]
public sealed class ModelReferenceTests
{
    private readonly MLContext _ml = new(1);

    private sealed class Row
    {
        [ColumnName("x"), VectorType(2)] public float[] X { get; set; } = [];
        public float Weight { get; set; }
        public double Wide { get; set; }
        public string Name { get; set; } = "";
        [KeyType(3)] public uint Class { get; set; }
    }

    private IDataView Rows() => _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 5).Select(
        i => new Row { X = [i, 2 * i], Weight = i * i - 3, Wide = 1 - i / 4.0, Name = $"row {i}", Class = (uint)(i % 3 + 1) }));

    private IDataView Input()
    {
        var rows = Rows();
        return _ml.Transforms.Concatenate("Named", "Weight", "x").Fit(rows).Transform(rows);
    }

    private TransformerChain<ITransformer> Fit() => _ml.Transforms.CopyColumns("Copy", "Named")
        .Append(_ml.Transforms.NormalizeMinMax("Range", "Named", fixZero: false))
        .Append(_ml.Transforms.NormalizeMinMax([new InputOutputColumnPair("Weight0", "Weight"), new InputOutputColumnPair("x0", "x")]))
        .Append(_ml.Transforms.NormalizeMeanVariance("WideMean", "Wide"))
        .Append(_ml.Transforms.NormalizeMeanVariance("Cdf", "Named", useCdf: true))
        .Append(_ml.Transforms.ApplyOnnxModel(["grid", "y"], ["x"], DataFile("affine.onnx")))
        .Append(_ml.Transforms.DropColumns("Copy"))
        .Append((IEstimator<ITransformer>)_ml.Transforms.SelectColumns(["x", "Named", "Range", "Weight0", "x0", "WideMean", "Cdf", "grid", "y"], keepHidden: true))
        .Fit(Input());

    private static bool IsStandIn => typeof(MLContext).Assembly.GetName().Name == "Microsoft.ML";

    [Theory]
    [InlineData("mlnet.zip")]
    [InlineData("compat.zip")]
    public void Load_reads_what_either_side_wrote(string file)
    {
        using var fitted = Fit();

        using var loaded = (TransformerChain<ITransformer>)new MLContext().Model.Load(DataFile(file), out var schema);

        Assert.Equal(Input().Schema.Select(c => (c.Name, c.Type)), schema.Select(c => (c.Name, c.Type)));
        Assert.Equal(["Weight", "", ""], SlotNames(schema["Named"]));
        var expected = fitted.Transform(Input());
        var actual = loaded.Transform(Input());
        Assert.Equal(expected.Schema.Select(c => (c.Name, c.Type, c.IsHidden)), actual.Schema.Select(c => (c.Name, c.Type, c.IsHidden)));
        foreach (string column in new[] { "x", "Named", "Range", "x0", "Cdf", "grid", "y" })
            Assert.Equal(Vectors(expected, column), Vectors(actual, column));
        Assert.Equal(expected.GetColumn<float>("Weight0"), actual.GetColumn<float>("Weight0"));
        Assert.Equal(expected.GetColumn<double>("WideMean"), actual.GetColumn<double>("WideMean"));
    }

    [Fact]
    public void Save_writes_the_entries_of_the_reference_file()
    {
        string file = IsStandIn ? "compat.zip" : "mlnet.zip";
        string folder = Directory.CreateTempSubdirectory("vae-reference-").FullName;
        try
        {
            using var model = Fit();
            string path = Path.Combine(System.Environment.GetEnvironmentVariable("UPDATE_MODELS") ?? folder, file);

            _ml.Model.Save(model, Input().Schema, path);

            Assert.Equal(Entries(DataFile(file)), Entries(path));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string[] Entries(string path)
    {
        using ZipArchive archive = ZipFile.OpenRead(path);
        return [.. archive.Entries.Select(entry => entry.FullName.Replace('\\', '/')).Order(StringComparer.Ordinal)];
    }
}
