using System.Buffers.Binary;
using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Onnx;
using static VaePipeline.Compat.Tests.MicrosoftML.PointRows;

namespace VaePipeline.Compat.Tests.MicrosoftML.Onnx;

public sealed class OnnxModelSaveTests : IDisposable
{
    private readonly MLContext _ml = new(1);
    private readonly string _folder = Directory.CreateTempSubdirectory("onnx-save").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private sealed class Input
    {
        [ColumnName("x"), VectorType(2)] public float[] X { get; set; } = [];
    }

    private sealed class Output
    {
        [ColumnName("y"), VectorType(3)] public float[] Y { get; set; } = [];
        [ColumnName("grid"), VectorType(4)] public float[] Grid { get; set; } = [];
    }

    private IDataView Inputs() => _ml.Data.LoadFromEnumerable(new Input[] { new() { X = [1, 0] }, new() { X = [0, 1] } });

    private static readonly float[][] _y = [[101, 202, 303], [110, 220, 330]];

    private byte[] Save(ITransformer model)
    {
        using var stream = new MemoryStream();
        _ml.Model.Save(model, Inputs().Schema, stream);
        return stream.ToArray();
    }

    private static byte[] Entry(byte[] zip, string name)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        using var source = archive.Entries.Single(e => e.FullName.Replace('\\', '/') == name).Open();
        using var copy = new MemoryStream();
        source.CopyTo(copy);
        return copy.ToArray();
    }

    [Fact]
    public void Save_stores_the_model_as_its_length_and_its_bytes()
    {
        byte[] onnx = File.ReadAllBytes(DataFile("affine.onnx"));
        using var model = _ml.Transforms.CopyColumns("Copy", "x").Append(_ml.Transforms.ApplyOnnxModel(DataFile("affine.onnx"))).Fit(Inputs());

        byte[] entry = Entry(Save(model), "TransformerChain/Transform_001/OnnxModel");

        Assert.Equal(onnx.Length, BinaryPrimitives.ReadInt32LittleEndian(entry));
        Assert.Equal(onnx, entry[4..]);
    }

    [Fact]
    public void A_saved_model_gives_the_same_values()
    {
        using var model = _ml.Transforms.ApplyOnnxModel(["grid", "y"], ["x"], DataFile("affine.onnx")).Fit(Inputs());

        using var loaded = (OnnxTransformer)new MLContext().Model.Load(new MemoryStream(Save(model)), out _);

        var view = loaded.Transform(Inputs());
        Assert.Equal(["x", "grid", "y"], Names(view.Schema));
        Assert.Equal(_y, Vectors(view, "y"));
        Assert.Equal([[1, 0, 1, -1], [0, 1, 1, 1]], Vectors(view, "grid"));
    }

    [Fact]
    public void Shapes_given_by_the_caller_are_saved()
    {
        var shapes = new Dictionary<string, int[]> { ["x"] = [1, 2], ["y"] = [1, 2] };
        using var model = _ml.Transforms.ApplyOnnxModel("y", "x", DataFile("free.onnx"), shapes).Fit(Inputs());

        using var loaded = (OnnxTransformer)new MLContext().Model.Load(new MemoryStream(Save(model)), out _);

        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 1, 2), loaded.GetOutputSchema(Inputs().Schema)["y"].Type);
    }

    [Fact]
    public void A_loaded_model_lives_in_TempFilePath_until_it_is_disposed()
    {
        using var model = _ml.Transforms.ApplyOnnxModel(DataFile("affine.onnx")).Fit(Inputs());
        byte[] zip = Save(model);
        var ml = new MLContext { TempFilePath = _folder };

        using (var loaded = (OnnxTransformer)ml.Model.Load(new MemoryStream(zip), out _))
            Assert.Equal(File.ReadAllBytes(DataFile("affine.onnx")), File.ReadAllBytes(Assert.Single(Directory.GetFiles(_folder))));

        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_model_from_a_stream_can_be_saved()
    {
        using var stream = new MemoryStream(File.ReadAllBytes(DataFile("affine.onnx")));
        using var model = _ml.Transforms.ApplyOnnxModel(stream).Fit(Inputs());

        using var loaded = (OnnxTransformer)_ml.Model.Load(new MemoryStream(Save(model)), out _);

        Assert.Equal(_y, Vectors(loaded.Transform(Inputs()), "y"));
    }

    [Fact]
    public void A_loaded_model_can_be_saved_again()
    {
        using var model = _ml.Transforms.ApplyOnnxModel(DataFile("affine.onnx")).Fit(Inputs());
        using var once = (OnnxTransformer)_ml.Model.Load(new MemoryStream(Save(model)), out _);

        byte[] again = Save(once);

        Assert.Equal(Entry(Save(model), "TransformerChain/OnnxModel"), Entry(again, "TransformerChain/OnnxModel"));
    }

    [Fact]
    public void PredictionEngine_takes_the_stock_transformer()
    {
        var model = _ml.Transforms.ApplyOnnxModel(DataFile("affine.onnx")).Fit(Inputs());
        using var engine = _ml.Model.CreatePredictionEngine<Input, Output>(model);

        var first = engine.Predict(new Input { X = [1, 0] });
        var second = engine.Predict(new Input { X = [0, 1] });

        Assert.Equal(_y, [first.Y, second.Y]);
        Assert.Equal([1, 0, 1, -1], first.Grid);
        Assert.Equal([0, 1, 1, 1], second.Grid);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(323)]
    public void A_saved_model_whose_bytes_end_too_early_cannot_be_loaded(int length)
    {
        using var model = _ml.Transforms.ApplyOnnxModel(DataFile("affine.onnx")).Fit(Inputs());
        using var zip = new MemoryStream();
        zip.Write(Save(model));
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Update, leaveOpen: true))
        {
            byte[] bytes = new byte[length];
            using var entry = archive.GetEntry("TransformerChain/OnnxModel")!.Open(); // Save wrote it
            entry.ReadExactly(bytes);
            entry.SetLength(length);
        }
        zip.Position = 0;

        Assert.Throws<InvalidOperationException>(() => _ml.Model.Load(zip, out _));
    }

    [Fact]
    public void Columns_beside_the_outputs_are_read_without_a_run()
    {
        int reads = 0;
        var counted = _ml.Transforms.CustomMapping<Input, Counted>((i, c) => { Interlocked.Increment(ref reads); c.X = [.. i.X]; }, null);
        using var model = counted.Append(_ml.Transforms.ApplyOnnxModel(DataFile("affine.onnx"))).Fit(Inputs());

        var view = model.Transform(Inputs());
        using (var cursor = view.GetRowCursor([]))
            Assert.True(cursor.MoveNext());

        Assert.Equal(0, reads);
        Assert.Equal(_y, Vectors(view, "y"));
        Assert.Equal(2, reads);
    }

    [Fact]
    public void A_row_is_run_once_for_all_its_outputs()
    {
        int reads = 0;
        var counted = _ml.Transforms.CustomMapping<Input, Counted>((i, c) => { Interlocked.Increment(ref reads); c.X = [.. i.X]; }, null);
        using var model = counted.Append(_ml.Transforms.ApplyOnnxModel(DataFile("affine.onnx"))).Fit(Inputs());
        var view = model.Transform(Inputs());
        using var cursor = view.GetRowCursor([view.Schema["y"], view.Schema["grid"]]);
        var y = cursor.GetGetter<VBuffer<float>>(view.Schema["y"]);
        var grid = cursor.GetGetter<VBuffer<float>>(view.Schema["grid"]);
        VBuffer<float> value = default;

        while (cursor.MoveNext())
        {
            y(ref value);
            grid(ref value);
            y(ref value);
        }

        Assert.Equal(2, reads);
    }

    private sealed class Counted
    {
        [ColumnName("x"), VectorType(2)] public float[] X { get; set; } = [];
    }

    [Fact]
    public void Dispose_can_be_called_twice()
    {
        var model = _ml.Transforms.ApplyOnnxModel(DataFile("affine.onnx")).Fit(Inputs());

        model.Dispose();
        model.Dispose();

        Assert.ThrowsAny<Exception>(() => Vectors(model.Transform(Inputs()), "y"));
    }
}
