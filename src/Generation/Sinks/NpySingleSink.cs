using System.Buffers.Binary;
using System.Runtime.InteropServices;
using VaePipeline.Contracts.Models;
using VaePipeline.Data.Formats;

namespace VaePipeline.Generation.Sinks;

/// <summary>Writes a NumPy file, [N, C, H, W] float32, little-endian: the decoder's numbers as they are.</summary>
internal sealed class NpySingleSink(SinkTarget target, ImageShape shape)
    : RowSink(target, shape, RowSize(shape), count => NpyWriter.Header(NpyElementType.SinglePrecision, count, shape.Channels, shape.Height, shape.Width), isCounted: true)
{
    private readonly byte[] _row = new byte[RowSize(shape)];

    public override string Description => $"NumPy file, [{Count}, {Shape.Channels}, {Shape.Height}, {Shape.Width}] float32";

    private protected override void Write(ReadOnlySpan<byte> image)
        => throw new ArgumentException($"{OutputPath}: the images are bytes; expected float32 for npy-float32. Choose the format npy, or use a decoder exported with float32 pixels.");

    private protected override void Write(ReadOnlySpan<float> image)
    {
        if (BitConverter.IsLittleEndian)
        {
            Put(MemoryMarshal.AsBytes(image));
            return;
        }

        BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<float, int>(image), MemoryMarshal.Cast<byte, int>(_row.AsSpan()));
        Put(_row);
    }

    private static int RowSize(ImageShape shape) => checked(shape.PixelCount * sizeof(float));
}
