using VaePipeline.Contracts.Errors;
using VaePipeline.Contracts.Safetensors;
using VaePipeline.Training.Checkpoints;
using VaePipeline.Training.Tests.Runs;

namespace VaePipeline.Training.Tests.Checkpoints;

public sealed class CheckpointFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder["step.safetensors"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_returns_what_was_written_bit_for_bit()
    {
        var written = SmallCheckpoint.At(step: 17, bestStep: 10);

        Write(written);

        var read = CheckpointFile.Read(FilePath);
        Assert.Equal(written.State, read.State);
        Assert.Equal(written.Options, read.Options);
        Assert.Equal(written.Data, read.Data);
        foreach (var (expected, actual) in new[]
        {
            (written.Tensors.Weights, read.Tensors.Weights), (written.Tensors.Average, read.Tensors.Average),
            (written.Tensors.FirstMoments, read.Tensors.FirstMoments), (written.Tensors.SecondMoments, read.Tensors.SecondMoments),
        })
        {
            Assert.Equal(expected.Select(tensor => (tensor.Name, string.Join(' ', tensor.Shape))), actual.Select(tensor => (tensor.Name, string.Join(' ', tensor.Shape))));
            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First.Data, pair.Second.Data));
        }
    }

    [Fact]
    public void Write_uses_the_names_of_the_format()
    {
        Write(SmallCheckpoint.At(step: 17));

        var names = SafetensorsFile.Read(FilePath).Tensors.Select(tensor => tensor.Name);

        Assert.Equal(
            ["adam.exp_avg/encoder.bias", "adam.exp_avg/encoder.weight", "adam.exp_avg_sq/encoder.bias", "adam.exp_avg_sq/encoder.weight",
                "ema/encoder.bias", "ema/encoder.weight", "weights/encoder.bias", "weights/encoder.weight"],
            names);
    }

    [Fact]
    public void Read_refuses_a_file_cut_at_any_byte()
    {
        Write(SmallCheckpoint.At(step: 17));
        byte[] whole = File.ReadAllBytes(FilePath);

        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(FilePath, whole[..length]);
            var error = Assert.Throws<BadInputException>(() => CheckpointFile.Read(FilePath));
            Assert.StartsWith(FilePath, error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("checkpoint_version", "2", "its format has version 2; expected version 1. A newer VaePipeline wrote it: resume with that one.")]
    [InlineData("checkpoint_version", "0", "its format has version 0; expected version 1. Start the run anew.")]
    [InlineData("checkpoint_version", null, "its header has no \"checkpoint_version\"; expected a checkpoint of a training run. Name a file that `vae train` wrote as a checkpoint.")]
    [InlineData("state", null, "the header's \"state\", \"options\" or \"data\" cannot be read; expected what `vae train` writes there. The file is damaged: take it whole.")]
    [InlineData("state", "{}}", "the header's \"state\", \"options\" or \"data\" cannot be read; expected what `vae train` writes there. The file is damaged: take it whole.")]
    [InlineData("data", "60000 images", "the header's \"state\", \"options\" or \"data\" cannot be read; expected what `vae train` writes there. The file is damaged: take it whole.")]
    public void Read_refuses_another_header(string key, string? value, string message)
    {
        Write(SmallCheckpoint.At(step: 17));
        var (tensors, metadata) = SafetensorsFile.Read(FilePath);
        var changed = metadata.Where(entry => entry.Key != key).ToDictionary();
        if (value is not null)
        {
            changed[key] = value;
        }

        SafetensorsFile.Write(FilePath, tensors, changed);

        Assert.Equal($"{FilePath}: {message}", Assert.Throws<BadInputException>(() => CheckpointFile.Read(FilePath)).Message);
    }

    private void Write(Checkpoint checkpoint)
    {
        using var stream = File.Create(FilePath);
        CheckpointFile.Write(stream, checkpoint);
    }
}
