using System.Buffers.Binary;
using System.Runtime.InteropServices;
using VaePipeline.Data.Formats;

namespace VaePipeline.Generation.Sinks;

/// <summary>Writes a NumPy file, [N, C, H, W]: unsigned bytes, or float32, little-endian, the decoder's numbers as they are.</summary>
internal sealed class NpySink(SinkTarget target, ImageShape shape, NpyElementType type)
    : RowSink(target, shape, RowSize(shape, type), count => NpyWriter.Header(type, count, shape.Channels, shape.Height, shape.Width), isCounted: true)
{
    private readonly byte[] _reversed = new byte[BitConverter.IsLittleEndian ? 0 : RowSize(shape, type)];

    private bool IsSingle => type == NpyElementType.SinglePrecision;

    public override string Description => $"NumPy file, [{Count}, {Shape.Channels}, {Shape.Height}, {Shape.Width}] {(IsSingle ? "float32" : "unsigned bytes")}";

    private protected override void Write(ReadOnlySpan<byte> image) => Put(IsSingle
        ? throw new ArgumentException($"{OutputPath}: the images are bytes; expected float32 for npy-float32. Choose the format npy, or use a decoder exported with float32 pixels.")
        : image);

    private protected override void Write(ReadOnlySpan<float> image)
    {
        if (!IsSingle)
        {
            base.Write(image);
            return;
        }

        if (BitConverter.IsLittleEndian)
        {
            Put(MemoryMarshal.AsBytes(image));
            return;
        }

        BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<float, int>(image), MemoryMarshal.Cast<byte, int>(_reversed.AsSpan()));
        Put(_reversed);
    }

    private static int RowSize(ImageShape shape, NpyElementType type) => checked(shape.PixelCount * (type == NpyElementType.SinglePrecision ? sizeof(float) : 1));
}
