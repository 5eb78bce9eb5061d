using Microsoft.ML;

namespace VaePipeline.Inference.Tests;

public sealed class BatchedOnnxOptionsTests
{
    [Fact]
    public void Validated_names_all_faults_at_once()
    {
        var options = new BatchedOnnxOptions
        {
            BatchSize = 65537,
            Workers = 0,
            IntraOpThreads = 1025,
            PixelType = (PixelType)7,
            NonFinite = (NonFinitePolicy)3,
            AxisSizes = new Dictionary<string, int> { ["width"] = 0 },
        };

        ArgumentException error = Assert.Throws<ArgumentException>(() => options.Validated());

        Assert.Equal(
            "BatchSize is 65537; expected 1 to 65536. Workers is 0; expected 1 to 1024. IntraOpThreads is 1025; expected 0 to 1024. " +
            "PixelType is 7; expected Model or Byte. NonFinite is 3; expected Error or PassThrough. " +
            "AxisSizes[\"width\"] is 0; expected 1 to 2147483647.",
            error.Message);
    }

    [Fact]
    public void Options_are_checked_before_the_model_is_read()
    {
        var options = new BatchedOnnxOptions { BatchSize = 0 };
        TransformsCatalog transforms = new MLContext().Transforms;

        Assert.Equal("BatchSize is 0; expected 1 to 65536.", Assert.Throws<ArgumentException>(() => transforms.DecodeLatents("missing", options: options)).Message);
        Assert.Throws<ArgumentException>(() => transforms.EncodeImages("missing", options: options));
        Assert.Throws<ArgumentException>(() => transforms.ApplyOnnxModelBatched("missing", options));
    }

    [Fact]
    public void Workers_are_by_default_one_a_processor_up_to_8()
    {
        var options = new BatchedOnnxOptions();

        Assert.Equal(Math.Min(Environment.ProcessorCount, 8), options.WorkerCount);
        Assert.Equal(3, (options with { Workers = 3 }).WorkerCount);
    }
}
