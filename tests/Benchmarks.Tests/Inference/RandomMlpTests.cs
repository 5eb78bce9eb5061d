using Microsoft.ML.OnnxRuntime;
using VaePipeline.Benchmarks.Inference;

namespace VaePipeline.Benchmarks.Tests.Inference;

public sealed class RandomMlpTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Write_makes_a_decoder_with_a_symbolic_batch_axis()
    {
        RandomMlp.Write(_file, 2, 512, 784);

        using var session = new InferenceSession(_file);
        Assert.Equal([-1, 2], session.InputMetadata["latent"].Dimensions);
        Assert.Equal([-1, 784], session.OutputMetadata["image"].Dimensions);

        // Weights are scaled for that: pixels all over [0, 1], most of them not at its ends.
        using OrtValue latent = OrtValue.CreateTensorValueFromMemory([1f, -1f], [1, 2]);
        using var runOptions = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> images = session.Run(runOptions, ["latent"], [latent], ["image"]);
        float[] image = images[0].GetTensorDataAsSpan<float>().ToArray();
        Assert.True(image.Min() < 0.2f && image.Max() > 0.8f, $"{image.Min()} to {image.Max()}");
        Assert.InRange(image.Count(pixel => pixel is > 0.05f and < 0.95f), image.Length / 2, image.Length);
    }
}
