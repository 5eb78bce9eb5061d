using System.Globalization;
using System.Text;
using VaePipeline.Contracts.Formats;

namespace VaePipeline.Inference.Generation;

/// <summary>
/// The manifests, or the rejects, of all parts as one file: the header once, then every part's rows, with numbers that
/// count on from part to part.
/// </summary>
internal sealed class PartTable : IDisposable
{
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
            using var writer = new StreamWriter(_file, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
            long rows = 0, lines = 0;
            for (int i = 0; i < parts.Count; i++)
            {
                long[] before = hasIndex ? [rows, lines] : [lines];
                Append(System.IO.Path.Combine(parts[i].Folder, name), withHeader: i == 0, before, writer);
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

    private static void Append(string path, bool withHeader, long[] before, StreamWriter writer)
    {
        using var reader = new StreamReader(path);
        string? header = reader.ReadLine();
        if (withHeader)
        {
            writer.WriteLine(header);
        }

        while (reader.ReadLine() is { } line)
        {
            ReadOnlySpan<char> rest = line;
            foreach (long numbers in before)
            {
                int comma = rest.IndexOf(',');
                ReadOnlySpan<char> number = comma < 0 ? rest : rest[..comma];
                writer.Write((long.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture) + numbers).ToString(CultureInfo.InvariantCulture));
                rest = rest[number.Length..];
                if (rest.Length > 0)
                {
                    writer.Write(',');
                    rest = rest[1..];
                }
            }

            writer.WriteLine(rest);
        }
    }
}
