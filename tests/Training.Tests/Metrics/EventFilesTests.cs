using TorchSharp;
using VaePipeline.Training.Metrics;

namespace VaePipeline.Training.Tests.Metrics;

public sealed class EventFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public void Cut_keeps_the_values_up_to_the_step_in_files_that_protobuf_reads()
    {
        Write(10, 20, 30);
        Write(40, 50);

        EventFiles.Cut(_folder.FolderPath, step: 20);

        // The second file has nothing left.
        string[] files = Directory.GetFiles(_folder.FolderPath);
        Assert.Single(files);
        Assert.Equal(["10 a 1", "20 a 2"], EventReader.Read(files));
    }

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(30)]
    public void Cut_takes_off_a_record_that_was_not_finished(int missing)
    {
        Write(10, 20);
        string file = Assert.Single(Directory.GetFiles(_folder.FolderPath));
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..^missing]);

        EventFiles.Cut(_folder.FolderPath, step: 100);

        Assert.Equal(["10 a 1"], EventReader.Read(file));
    }

    [SkippableFact]
    public void Cut_takes_off_a_record_whose_checksum_is_wrong()
    {
        Write(10, 20);
        string file = Assert.Single(Directory.GetFiles(_folder.FolderPath));
        byte[] bytes = File.ReadAllBytes(file);
        bytes[^6] ^= 1;
        File.WriteAllBytes(file, bytes);

        EventFiles.Cut(_folder.FolderPath, step: 100);

        Assert.Equal(["10 a 1"], EventReader.Read(file));
    }

    private void Write(params int[] steps)
    {
        var writer = torch.utils.tensorboard.SummaryWriter(_folder.FolderPath);
        for (int i = 0; i < steps.Length; i++)
        {
            writer.add_scalar("a", i + 1, steps[i]);
        }
    }
}
