using VaePipeline.Contracts.Formats;
using VaePipeline.Contracts.Models;

namespace VaePipeline.Inference.Sinks;

/// <summary>Writes a NumPy file, [N, C, H, W] unsigned bytes.</summary>
internal sealed class NpySink : ImageSink
{
    private readonly AtomicFileStream _file;
    private readonly NpyWriter _writer;

    public NpySink(string path, ImageShape shape, bool overwrite)
        : base(path, shape)
    {
        _file = AtomicFile.Create(path, overwrite);
        _writer = new NpyWriter(_file, NpyElementType.Byte, shape.Channels, shape.Height, shape.Width);
    }

    public override string Description => $"NumPy file, [{Count}, {Shape.Channels}, {Shape.Height}, {Shape.Width}] unsigned bytes";

    private protected override void Write(ReadOnlySpan<byte> image) => _writer.Append(image);

    private protected override void Finish()
    {
        _writer.Complete();
        _file.Commit();
    }

    private protected override void Close() => _file.Dispose();
}
