using VaePipeline.Contracts.Pictures;

namespace VaePipeline.Generation.Sinks;

/// <summary>Writes an animated PNG, an image a frame. Where it is cut off it begins again: it is small.</summary>
internal sealed class AnimationSink : ImageSink
{
    private readonly SinkFile _file;
    private readonly AnimatedPngWriter _writer;
    private readonly byte[] _pixels;
    private readonly int _framesPerSecond;

    public AnimationSink(SinkTarget target, ImageShape shape, ImageSinkOptions options)
        : base(target, shape)
    {
        string place = RequirePicturePlace(target, "animation");
        _pixels = new byte[shape.PixelCount];
        _framesPerSecond = options.FramesPerSecond;
        _file = new SinkFile(place, length: null, OutputPath);
        _writer = new AnimatedPngWriter(_file, shape.Width, shape.Height, shape.Channels, options.FramesPerSecond, options.Plays);
    }

    public override string Description => Invariant($"animation, {Count} frames of {Shape.Width} x {Shape.Height}, {_framesPerSecond} a second");

    public override long BytesWritten => _file.Position;

    private protected override void Write(ReadOnlySpan<byte> image)
    {
        ChannelPlanes.Join(image, Shape.Channels, _pixels);
        _writer.Append(_pixels);
    }

    private protected override bool TryFlush() => false;

    private protected override void SyncWritten() => _file.Sync();

    private protected override void Finish()
    {
        RequireImages("an animation");
        _writer.Complete();
        _file.Patch(_writer.Start);
    }

    private protected override void Close() => _file.Dispose();
}
