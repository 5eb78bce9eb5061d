using System.IO.Compression;
using VaePipeline.Inference.SavedModels;

namespace VaePipeline.Inference.Tests.SavedModels;

public sealed class ModelArchiveTests
{
    [Fact]
    public void ReadOnnxModels_unpacks_each_entry_once()
    {
        byte[] model = new byte[1 << 20];
        new Random(1).NextBytes(model); // Cannot be compressed: what is read shows how often.
        using var file = new CountedStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream entry = archive.CreateEntry("TransformerChain/Transform_000/OnnxModel").Open();
            entry.Write(BitConverter.GetBytes(model.Length));
            entry.Write(model);
        }

        file.Position = 0;

        Assert.Equal(model, Assert.Single(ModelArchive.ReadOnnxModels(file, "model.zip")).Value);

        Assert.InRange(file.BytesRead, file.Length, file.Length * 3 / 2);
    }

    private sealed class CountedStream : MemoryStream
    {
        public long BytesRead { get; private set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int read = base.Read(buffer, offset, count);
            BytesRead += read;
            return read;
        }
    }
}
