using System.Buffers.Text;
using VaePipeline.Contracts.Files;

namespace VaePipeline.Generation;

/// <summary>
/// The manifests, or the rejects, of all parts as one file: the header once, then every part's rows, with numbers that
/// count on from part to part.
/// </summary>
internal sealed class PartTable : IDisposable
{
    private const int BufferSize = 1 << 16;
    private const int LongestNumber = 20;

    private readonly AtomicFileStream? _file;

    /// <summary>Joins the tables under a temporary name.</summary>
    /// <param name="path">The name that it gets.</param>
    /// <param name="parts">The parts, in their order.</param>
    /// <param name="name">The table's name in each part.</param>
    /// <param name="hasIndex">Whether an image's index stands in front of the line.</param>
    /// <param name="isWanted">Whether to write anything.</param>
    public PartTable(string path, IReadOnlyList<GenerationPart> parts, string name, bool hasIndex, bool isWanted)
    {
        if (!isWanted)
        {
            return;
        }

        Path = path;
        _file = AtomicFile.Create(path);
        try
        {
            long rows = 0, lines = 0;
            for (int i = 0; i < parts.Count; i++)
            {
                long[] before = hasIndex ? [rows, lines] : [lines];
                Append(System.IO.Path.Combine(parts[i].Folder, name), withHeader: i == 0, before, _file);
                rows += parts[i].Record.State.Images.Rows;
                lines += parts[i].Record.Lines;
            }
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>The file; null where nothing was to be written.</summary>
    public string? Path { get; }

    /// <summary>Gives the file its name.</summary>
    public void Commit() => _file?.Commit();

    public void Dispose() => _file?.Dispose();

    // Lines end with line feeds alone: a quoted cell may hold a carriage return.
    private static void Append(string path, bool withHeader, ReadOnlySpan<long> before, Stream target)
    {
        using FileStream file = File.OpenRead(path);
        byte[] buffer = new byte[BufferSize];
        bool isHeader = true;
        int used = 0, read;
        while ((read = file.Read(buffer, used, buffer.Length - used)) > 0)
        {
            used += read;
            int start = 0, length;
            while ((length = buffer.AsSpan(start, used - start).IndexOf((byte)'\n') + 1) > 0)
            {
                ReadOnlySpan<byte> line = buffer.AsSpan(start, length);
                start += length;
                if (!isHeader)
                {
                    Write(line, before, target, path);
                }
                else if (withHeader)
                {
                    target.Write(line);
                }

                isHeader = false;
            }

            used -= start;
            buffer.AsSpan(start, used).CopyTo(buffer);
            if (used == buffer.Length)
            {
                Array.Resize(ref buffer, 2 * buffer.Length);
            }
        }
    }

    private static void Write(ReadOnlySpan<byte> line, ReadOnlySpan<long> before, Stream target, string path)
    {
        Span<byte> text = stackalloc byte[LongestNumber];
        foreach (long passed in before)
        {
            if (!Utf8Parser.TryParse(line, out long number, out int digits))
            {
                throw BadInputException.In(path, "a line does not begin with its numbers", "what a shard writes", "The part is damaged: remove its folder and run its shard again.");
            }

            Utf8Formatter.TryFormat(number + passed, text, out int length); // There is room.
            target.Write(text[..length]);
            target.Write(line.Slice(digits, 1)); // The comma, or the line's end.
            line = line[(digits + 1)..];
        }

        target.Write(line);
    }
}
