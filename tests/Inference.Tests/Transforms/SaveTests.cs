using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Onnx;
using VaePipeline.Inference.Transforms;

namespace VaePipeline.Inference.Tests.Transforms;

public sealed class SaveTests
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void Save_chain_loads_as_stock_with_the_same_columns_and_numbers()
    {
        IDataView data = LatentRow.Rows(_context, 20);
        using TransformerChain<ColumnConcatenatingTransformer> chain = _context.Transforms.CopyColumns("Z", "Latent")
            .Append(_context.Transforms.DecodeLatents(TestModels.Decoder, "Picture", "Z"))
            .Append(_context.Transforms.Concatenate("Features", "Picture"))
            .Fit(data);
        using var file = new MemoryStream();

        _context.Model.Save(chain, data.Schema, file);
        file.Position = 0;
        var other = new MLContext();
        ITransformer loaded = other.Model.Load(file, out DataViewSchema _);

        ITransformer[] steps = [.. (TransformerChain<ITransformer>)loaded];
        Assert.Equal(3, steps.Length);
        Assert.IsType<OnnxTransformer>(steps[1]);
        IDataView images = loaded.Transform(LatentRow.Rows(other, 20));
        TestModels.AssertClose(
            TestModels.Decoded(TestModels.Latents(20)), [.. images.GetColumn<float[]>("Features").SelectMany(row => row)]);
        (loaded as IDisposable)?.Dispose();
    }

    [Fact]
    public void Save_encoder_loads_with_both_columns()
    {
        float[] image = TestModels.Images(1);
        IDataView data = _context.Data.LoadFromEnumerable([new ImageRow { Image = image }], ImageSchema());
        using BatchedOnnxTransformer encoder = _context.Transforms.EncodeImages(TestModels.Encoder, "M", "V").Fit(data);
        using var file = new MemoryStream();

        _context.Model.Save(encoder, data.Schema, file);
        file.Position = 0;
        ITransformer loaded = _context.Model.Load(file, out DataViewSchema _);

        IDataView encoded = loaded.Transform(data);
        TestModels.AssertClose(TestModels.Encoded(image, "mean"), encoded.GetColumn<float[]>("M").Single());
        TestModels.AssertClose(TestModels.Encoded(image, "log_variance"), encoded.GetColumn<float[]>("V").Single());
        (loaded as IDisposable)?.Dispose();
    }

    [Fact]
    public void Save_keeps_the_metadata_and_needs_no_file()
    {
        string copy = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.onnx");
        File.Copy(TestModels.Decoder, copy);
        IDataView data = LatentRow.Rows(_context, 1);
        BatchedOnnxEstimator estimator = _context.Transforms.DecodeLatents(copy);
        File.Delete(copy);
        using BatchedOnnxTransformer decoder = estimator.Fit(data);
        using var file = new MemoryStream();

        _context.Model.Save(decoder, data.Schema, file);

        using var zip = new ZipArchive(file, ZipArchiveMode.Read);
        ZipArchiveEntry entry = Assert.Single(zip.Entries, entry => entry.FullName.EndsWith("OnnxModel", StringComparison.Ordinal));
        using var bytes = new MemoryStream();
        using (Stream stream = entry.Open())
        {
            stream.CopyTo(bytes);
        }

        // The entry is an int32 length and the model's bytes.
        byte[] model = bytes.ToArray()[sizeof(int)..];
        Assert.Equal(model.Length, BitConverter.ToInt32(bytes.GetBuffer()));
        IReadOnlyDictionary<string, string> metadata = Contracts.Models.OnnxFile.ReadMetadata(model, "zip");
        Assert.Equal(("tiny", "2"), (metadata["modelName"], metadata["latentSize"]));
    }

    private static SchemaDefinition ImageSchema()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(ImageRow));
        definition["Image"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 16);
        return definition;
    }
}
