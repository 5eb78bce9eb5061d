using VaePipeline.Contracts.Models;
using VaePipeline.Data.Formats;

namespace VaePipeline.Generation.Sinks;

/// <summary>Writes a NumPy file, [N, C, H, W] unsigned bytes.</summary>
internal sealed class NpySink(SinkTarget target, ImageShape shape)
    : RowSink(target, shape, shape.PixelCount, count => NpyWriter.Header(NpyElementType.Byte, count, shape.Channels, shape.Height, shape.Width), isCounted: true)
{
    public override string Description => $"NumPy file, [{Count}, {Shape.Channels}, {Shape.Height}, {Shape.Width}] unsigned bytes";

    private protected override void Write(ReadOnlySpan<byte> image) => Put(image);
}
