using System.Buffers.Binary;

namespace VaePipeline.Data.Formats;

/// <summary>The header of an IDX file of grey images, [N, H, W] unsigned bytes.</summary>
public static class IdxWriter
{
    /// <summary>The header of a file of images, 16 bytes.</summary>
    /// <param name="count">N, at most 4294967295.</param>
    /// <param name="rows">H, in pixels.</param>
    /// <param name="columns">W, in pixels.</param>
    /// <returns>The bytes in front of the first image.</returns>
    public static byte[] Header(long count, int rows, int columns)
    {
        byte[] header = new byte[16];
        BinaryPrimitives.WriteUInt32BigEndian(header, IdxInput.ImagesMagic);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), checked((uint)count));
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(8), rows);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(12), columns);
        return header;
    }
}
