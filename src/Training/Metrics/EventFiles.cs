using System.Buffers.Binary;
using System.Numerics;
using Google.Protobuf;

namespace VaePipeline.Training.Metrics;

/// <summary>
/// TensorBoard's event files of a run. TorchSharp's writer starts a new one in each process and cannot take any back, so
/// those of earlier processes are cut here. A record is: length of the event (8 bytes, little-endian), the masked CRC-32C
/// of these bytes, the event, its masked CRC-32C.
/// </summary>
internal static class EventFiles
{
    private const int StepField = 2;
    private const int VersionField = 3;

    /// <summary>Cuts off what lies behind a step, and broken ends. A file without any value left is deleted.</summary>
    /// <param name="folder">The folder of the files; must be there.</param>
    /// <param name="step">Steps of the checkpoint that the run goes on from.</param>
    public static void Cut(string folder, long step)
    {
        foreach (string path in Directory.GetFiles(folder, "events.out.tfevents.*"))
        {
            byte[] bytes = File.ReadAllBytes(path);
            var (length, hasValues) = Measure(bytes, step);
            if (!hasValues)
            {
                File.Delete(path);
            }
            else if (length < bytes.Length)
            {
                using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write);
                RandomAccess.SetLength(file, length);
            }
        }
    }

    private static (int Length, bool HasValues) Measure(ReadOnlySpan<byte> bytes, long step)
    {
        int length = 0;
        bool hasValues = false;
        while (TryRead(bytes[length..], out var content))
        {
            var (eventStep, isVersion) = Describe(content);
            if (eventStep > step)
            {
                break;
            }

            hasValues |= !isVersion;
            length += content.Length + 16;
        }

        return (length, hasValues);
    }

    private static bool TryRead(ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> content)
    {
        content = default;
        if (bytes.Length < 16 || !HasChecksum(bytes[..8], bytes[8..]))
        {
            return false;
        }

        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        if (length > (ulong)(bytes.Length - 16) || !HasChecksum(bytes.Slice(12, (int)length), bytes[(12 + (int)length)..]))
        {
            return false;
        }

        content = bytes.Slice(12, (int)length);
        return true;
    }

    private static bool HasChecksum(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> checksum)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return BinaryPrimitives.ReadUInt32LittleEndian(checksum) == BitOperations.RotateRight(~crc, 15) + 0xA282EAD8;
    }

    // Of the message tensorflow.Event.
    private static (long Step, bool IsVersion) Describe(ReadOnlySpan<byte> content)
    {
        using var input = new CodedInputStream(content.ToArray());
        long step = 0;
        bool isVersion = false;
        for (uint tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            isVersion |= WireFormat.GetTagFieldNumber(tag) == VersionField;
            if (WireFormat.GetTagFieldNumber(tag) == StepField)
            {
                step = input.ReadInt64();
            }
            else
            {
                input.SkipLastField();
            }
        }

        return (step, isVersion);
    }
}
