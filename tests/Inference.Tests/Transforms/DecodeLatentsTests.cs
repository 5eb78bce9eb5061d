using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaePipeline.Inference.Tests.Transforms;

public sealed class DecodeLatentsTests
{
    private readonly MLContext _context = new(seed: 1);

    // With batch size 4 the batches are 1, 4, 4, ...: 5 and 9 end a batch, 4, 6, 8 and 10 lie around.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    public void GetColumn_equals_a_raw_session_at_batch_1(int count)
    {
        IDataView images = Decoded(count, new BatchedOnnxOptions { BatchSize = 4 });

        float[][] rows = [.. images.GetColumn<float[]>("Image")];

        Assert.Equal(count, rows.Length);
        TestModels.AssertClose(TestModels.Decoded(TestModels.Latents(count)), [.. rows.SelectMany(row => row)]);
    }

    // By default the batches are 1, 8, 32, 32, ...: 41 and 73 end a batch.
    [Theory]
    [InlineData(40)]
    [InlineData(41)]
    [InlineData(42)]
    [InlineData(73)]
    [InlineData(100)]
    public void CreateEnumerable_gives_rows_in_order_with_their_other_columns(int count)
    {
        IDataView images = Decoded(count);

        ImageRow[] rows = [.. _context.Data.CreateEnumerable<ImageRow>(images, reuseRowObject: false)];

        Assert.Equal(Enumerable.Range(0, count), rows.Select(row => row.Number));
        Assert.Equal(Enumerable.Range(0, count).Select(i => $"r{i}"), rows.Select(row => row.Name));
        TestModels.AssertClose(TestModels.Decoded(TestModels.Latents(count)), [.. rows.SelectMany(row => row.Image)]);
    }

    [Fact]
    public void Fit_in_a_chain_between_other_transforms_gives_the_same_images()
    {
        IDataView data = LatentRow.Rows(_context, 100);
        EstimatorChain<ColumnConcatenatingTransformer> pipeline = _context.Transforms.CopyColumns("Z", "Latent")
            .Append(_context.Transforms.DecodeLatents(TestModels.Decoder, "Picture", "Z"))
            .Append(_context.Transforms.Concatenate("Both", "Picture", "Latent"));

        float[][] rows = [.. pipeline.Fit(data).Transform(data).GetColumn<float[]>("Both")];

        float[] latents = TestModels.Latents(100);
        float[] images = TestModels.Decoded(latents);
        Assert.Equal(100, rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            TestModels.AssertClose([.. images[(i * 16)..((i + 1) * 16)], .. latents[(i * 2)..((i + 1) * 2)]], rows[i]);
        }
    }

    [Fact]
    public void Transform_output_column_is_a_vector_with_the_shape_of_an_image()
    {
        var type = (VectorDataViewType)Decoded(1).Schema["Image"].Type;

        Assert.Equal(NumberDataViewType.Single, type.ItemType);
        Assert.Equal([1, 4, 4], type.Dimensions.ToArray());
    }

    [Fact]
    public void Transform_byte_model_gives_bytes()
    {
        IDataView data = LatentRow.Rows(_context, 3);

        IDataView images = _context.Transforms.DecodeLatents(TestModels.Path("decoder-uint8")).Fit(data).Transform(data);

        byte[] bytes = [.. images.GetColumn<byte[]>("Image").SelectMany(row => row)];
        float[] expected = TestModels.Decoded(TestModels.Latents(3));
        Assert.Equal(expected.Select(pixel => (byte)MathF.Round(pixel * 255f, MidpointRounding.ToEven)), bytes);
    }

    [Fact]
    public void Transform_output_named_as_its_input_hides_it()
    {
        IDataView data = LatentRow.Rows(_context, 10);

        IDataView images = _context.Transforms.DecodeLatents(TestModels.Decoder, "Latent", "Latent").Fit(data).Transform(data);

        TestModels.AssertClose(
            TestModels.Decoded(TestModels.Latents(10)), [.. images.GetColumn<float[]>("Latent").SelectMany(row => row)]);
    }

    [Fact]
    public void DecodeLatents_missing_model_is_refused_at_once()
    {
        FileNotFoundException error = Assert.Throws<FileNotFoundException>(() => _context.Transforms.DecodeLatents("no/such/model"));

        Assert.StartsWith("no/such/model: does not exist; expected a model folder or an .onnx file.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DecodeLatents_blank_column_name_is_refused_at_once()
    {
        ArgumentException error = Assert.ThrowsAny<ArgumentException>(() => _context.Transforms.DecodeLatents(TestModels.Decoder, " "));

        Assert.Contains("column for \"image\"", error.Message, StringComparison.Ordinal);
    }

    private IDataView Decoded(int count, BatchedOnnxOptions? options = null)
    {
        IDataView data = LatentRow.Rows(_context, count);
        return _context.Transforms.DecodeLatents(TestModels.Decoder, options: options).Fit(data).Transform(data);
    }
}
