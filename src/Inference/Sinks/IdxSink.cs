using VaePipeline.Contracts.Formats;
using VaePipeline.Contracts.Models;

namespace VaePipeline.Inference.Sinks;

/// <summary>Writes an IDX file, [N, H, W] unsigned bytes.</summary>
internal sealed class IdxSink : ImageSink
{
    private readonly AtomicFileStream _file;
    private readonly IdxWriter _writer;

    public IdxSink(string path, ImageShape shape, bool overwrite)
        : base(path, shape)
    {
        if (shape.Channels != 1)
        {
            throw new ArgumentException($"{path}: images are {shape}; expected 1 channel, as IDX holds grey images only. Write .npy, .png or a folder.", nameof(shape));
        }

        _file = AtomicFile.Create(path, overwrite);
        _writer = new IdxWriter(_file, shape.Height, shape.Width);
    }

    public override string Description => $"IDX file, [{Count}, {Shape.Height}, {Shape.Width}] unsigned bytes";

    private protected override void Write(ReadOnlySpan<byte> image) => _writer.Append(image);

    private protected override void Finish()
    {
        _writer.Complete();
        _file.Commit();
    }

    private protected override void Close() => _file.Dispose();
}
