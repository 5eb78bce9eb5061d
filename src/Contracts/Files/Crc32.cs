namespace VaePipeline.Contracts.Files;

/// <summary>CRC-32 of PNG, gzip and zip (ISO 3309, polynomial 0xEDB88320 reflected).</summary>
internal static class Crc32
{
    private static readonly uint[] Table = MakeTable();

    /// <summary>CRC of two spans, one after the other.</summary>
    public static uint Of(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
        => ~Continue(Continue(uint.MaxValue, first), second);

    /// <summary>CRC of what is left of a stream.</summary>
    public static uint Of(Stream stream)
    {
        uint crc = uint.MaxValue;
        byte[] buffer = new byte[1 << 16];
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            crc = Continue(crc, buffer.AsSpan(0, read));
        }

        return ~crc;
    }

    private static uint Continue(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            crc = Table[(byte)(crc ^ value)] ^ (crc >> 8);
        }

        return crc;
    }

    private static uint[] MakeTable()
    {
        uint[] table = new uint[256];
        for (uint i = 0; i < 256; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++)
            {
                value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ 0xEDB88320;
            }

            table[i] = value;
        }

        return table;
    }
}
