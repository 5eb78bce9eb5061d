using VaePipeline.Data.Formats;

namespace VaePipeline.Generation.Sinks;

/// <summary>Writes an IDX file, [N, H, W] unsigned bytes.</summary>
internal sealed class IdxSink(SinkTarget target, ImageShape shape)
    : RowSink(target, Grey(target, shape), shape.PixelCount, count => IdxWriter.Header(count, shape.Height, shape.Width), isCounted: true)
{
    public override string Description => $"IDX file, [{Count}, {Shape.Height}, {Shape.Width}] unsigned bytes";

    private protected override void Write(ReadOnlySpan<byte> image)
    {
        if (Count == uint.MaxValue)
        {
            throw BadInputException.In(OutputPath, "there are more than 4294967295 images", "fewer, as IDX counts in 32 bits", "Write .npy.");
        }

        Put(image);
    }

    private static ImageShape Grey(SinkTarget target, ImageShape shape) => shape.Channels == 1
        ? shape
        : throw new ArgumentException($"{target.Output.Path}: images are {shape}; expected 1 channel, as IDX holds grey images only. Write .npy, .png or a folder.", nameof(shape));
}
