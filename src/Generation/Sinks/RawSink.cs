namespace VaePipeline.Generation.Sinks;

/// <summary>Writes the pixels' bytes, [N, C, H, W], and nothing else.</summary>
internal sealed class RawSink(SinkTarget target, ImageShape shape)
    : RowSink(target, shape, shape.PixelCount, _ => [], isCounted: false)
{
    public override string Description => $"raw bytes, [{Count}, {Shape.Channels}, {Shape.Height}, {Shape.Width}]";

    private protected override void Write(ReadOnlySpan<byte> image) => Put(image);
}
