using System.Buffers.Binary;

namespace VaePipeline.Data.Images;

/// <summary>
/// Walks through the markers of a JPEG file (ITU-T T.81, annex B) to its end, which a decoder of progressive files does not
/// miss: it would show what there is.
/// </summary>
internal static class JpegMarkers
{
    private const byte EndOfImage = 0xD9;

    /// <summary>Throws if a file has no end.</summary>
    /// <param name="file">A file that begins with FF D8 FF.</param>
    /// <param name="path">What errors call it.</param>
    /// <exception cref="BadInputException">It is cut short.</exception>
    public static void RequireEnd(ReadOnlySpan<byte> file, string path)
    {
        for (int position = 2; NextMarker(file, ref position, out byte marker);)
        {
            if (marker == EndOfImage)
            {
                return;
            }

            // The markers RST and TEM have no length.
            if (marker is >= 0xD0 and <= 0xD7 or 0x01)
            {
                continue;
            }

            position += position + 2 <= file.Length ? BinaryPrimitives.ReadUInt16BigEndian(file[position..]) : 2;
        }

        throw BadInputException.In(path, "the picture has no end (FF D9)", "a whole JPEG file", PictureFile.TakeWhole);
    }

    /// <summary>Goes behind the next marker.</summary>
    private static bool NextMarker(ReadOnlySpan<byte> file, ref int position, out byte marker)
    {
        marker = 0;
        while (position + 1 < file.Length)
        {
            int found = file[position..].IndexOf((byte)0xFF);
            if (found < 0 || position + found + 1 >= file.Length)
            {
                return false;
            }

            marker = file[position + found + 1];
            position += found + (marker == 0xFF ? 1 : 2);
            if (marker is not (0 or 0xFF))
            {
                return true;
            }
        }

        return false;
    }
}
