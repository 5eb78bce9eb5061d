using Microsoft.ML;
using Microsoft.ML.Data;
using VaePipeline.Contracts.Errors;
using VaePipeline.Inference.Transforms;

namespace VaePipeline.Inference.Tests.Transforms;

public sealed class NonFiniteTests
{
    private readonly MLContext _context = new(seed: 1);

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    [InlineData(float.NegativeInfinity, "-Infinity")]
    public void DecodeLatents_refuses_them_by_default_with_the_row_after_serving_those_before(float value, string text)
    {
        SourceView source = SourceWith(value);
        using BatchedOnnxTransformer decoder = _context.Transforms.DecodeLatents(TestModels.Decoder).Fit(source);
        using DataViewRowCursor cursor = CursorOver(decoder.Transform(source), "Image");
        for (int row = 0; row < 20; row++)
        {
            Assert.True(cursor.MoveNext());
        }

        BadInputException error = Assert.Throws<BadInputException>(() => cursor.MoveNext());

        Assert.Equal(
            $"column \"Latent\", row 20: value 1 is {text}; expected finite numbers. " +
            "Mend or filter the data, or set NonFinite to PassThrough.",
            error.Message);
    }

    [Fact]
    public void DecodeLatents_passes_them_through_if_told()
    {
        SourceView source = SourceWith(float.NaN);
        var options = new BatchedOnnxOptions { NonFinite = NonFinitePolicy.PassThrough };
        using BatchedOnnxTransformer decoder = _context.Transforms.DecodeLatents(TestModels.Decoder, options: options).Fit(source);

        float[][] images = [.. decoder.Transform(source).GetColumn<float[]>("Image")];

        Assert.Equal(30, images.Length);
        Assert.All(images[20], pixel => Assert.True(float.IsNaN(pixel)));
        Assert.All(images.Where((_, row) => row != 20), image => Assert.All(image, pixel => Assert.True(float.IsFinite(pixel))));
    }

    [Fact]
    public void ApplyOnnxModelBatched_passes_them_through_unless_told_otherwise()
    {
        SourceView source = SourceWith(float.NaN);

        Assert.Equal(30, Decoded(null).Length);
        Assert.Throws<BadInputException>(() => Decoded(new BatchedOnnxOptions { NonFinite = NonFinitePolicy.Error }));

        float[][] Decoded(BatchedOnnxOptions? options)
        {
            using BatchedOnnxTransformer model = _context.Transforms.ApplyOnnxModelBatched(
                new Dictionary<string, string> { ["image"] = "Image" },
                new Dictionary<string, string> { ["latent"] = "Latent" },
                TestModels.Decoder,
                options).Fit(source);
            return [.. model.Transform(source).GetColumn<float[]>("Image")];
        }
    }

    [Fact]
    public void PredictionEngine_refuses_them_and_goes_on()
    {
        using BatchedOnnxTransformer decoder = _context.Transforms
            .DecodeLatents(TestModels.Decoder).Fit(_context.Data.LoadFromEnumerable(Array.Empty<LatentRow>()));
        using PredictionEngine<LatentRow, ImageRow> engine = _context.Model.CreatePredictionEngine<LatentRow, ImageRow>(decoder);

        Assert.Throws<BadInputException>(() => engine.Predict(new LatentRow { Latent = [0f, float.NaN] }));

        float[] image = engine.Predict(new LatentRow { Latent = [0.5f, -0.5f] }).Image;
        TestModels.AssertClose(TestModels.Decoded([0.5f, -0.5f]), image);
    }

    private static SourceView SourceWith(float value) => new(30, new SourceColumn<VBuffer<float>>(
        "Latent",
        new VectorDataViewType(NumberDataViewType.Single, 2),
        row => new VBuffer<float>(2, [0.25f, row == 20 ? value : 0.5f])));

    private static DataViewRowCursor CursorOver(IDataView data, string column) => data.GetRowCursor([data.Schema[column]]);
}
