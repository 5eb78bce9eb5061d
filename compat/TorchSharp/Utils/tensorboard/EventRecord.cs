using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace TorchSharp;

/// <summary>
/// Records of an event file: the length of the event (8 bytes), the masked CRC-32C of these bytes, the event, its masked
/// CRC-32C; numbers little-endian. The event is the message <c>tensorflow.Event</c>.
/// </summary>
internal static class EventRecord
{
    /// <summary>The first record of a file.</summary>
    public static byte[] OfVersion(double wallTime) => Frame(writer =>
    {
        WriteWallTime(writer, wallTime);
        WriteText(writer, 3, "brain.Event:2");
    });

    /// <summary>One value of one series.</summary>
    public static byte[] OfScalar(string tag, float value, long step, double wallTime) => Frame(writer =>
    {
        WriteWallTime(writer, wallTime);
        if (step != 0)
        {
            WriteTag(writer, 2, 0);
            writer.Write7BitEncodedInt64(step);
        }
        byte[] entry = Bytes(content =>
        {
            WriteText(content, 1, tag);
            WriteTag(content, 2, 5);
            content.Write(value);
        });
        WriteBytes(writer, 5, Bytes(summary => WriteBytes(summary, 1, entry)));
    });

    private static byte[] Frame(Action<BinaryWriter> write)
    {
        byte[] content = Bytes(write);
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, content.Length);
        return Bytes(writer =>
        {
            writer.Write(length);
            writer.Write(MaskedCrc(length));
            writer.Write(content);
            writer.Write(MaskedCrc(content));
        });
    }

    private static byte[] Bytes(Action<BinaryWriter> write)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        write(writer);
        return stream.ToArray();
    }

    private static void WriteWallTime(BinaryWriter writer, double wallTime)
    {
        WriteTag(writer, 1, 1);
        writer.Write(wallTime);
    }

    private static void WriteText(BinaryWriter writer, int field, string text) => WriteBytes(writer, field, Encoding.UTF8.GetBytes(text));

    private static void WriteBytes(BinaryWriter writer, int field, byte[] bytes)
    {
        WriteTag(writer, field, 2);
        writer.Write7BitEncodedInt(bytes.Length);
        writer.Write(bytes);
    }

    private static void WriteTag(BinaryWriter writer, int field, int wireType) => writer.Write((byte)((field << 3) | wireType));

    // A file may hold CRCs of bytes that hold CRCs, so they are turned by 15 bits and moved.
    private static uint MaskedCrc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
            crc = BitOperations.Crc32C(crc, value);
        return BitOperations.RotateRight(~crc, 15) + 0xA282EAD8;
    }
}
