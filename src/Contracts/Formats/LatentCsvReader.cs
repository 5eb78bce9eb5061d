using System.Globalization;
using VaePipeline.Contracts.Errors;

namespace VaePipeline.Contracts.Formats;

/// <summary>
/// Reads latents from a CSV file, row by row and strictly: UTF-8, commas, an optional header line of names, then rows of
/// exactly L finite numbers in the invariant culture. A byte order mark, CRLF and empty lines at the very end are
/// accepted; everything else is an error that names its line. Memory does not grow with the file. Not thread-safe.
/// </summary>
public sealed class LatentCsvReader : IDisposable
{
    private readonly string _path;
    private readonly int _latentSize;
    private readonly Utf8Lines _lines;
    private bool _isFirstLine = true;
    private long _emptyLine;

    /// <summary>Opens a file.</summary>
    /// <param name="path">Path of the CSV file.</param>
    /// <param name="latentSize">L: how many numbers each row has, 1 or more.</param>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="BadInputException">The path is a folder or may not be read.</exception>
    public LatentCsvReader(string path, int latentSize)
        : this(InputFile.OpenRead(path, "a CSV file of latents"), path, latentSize)
    {
    }

    /// <summary>Reads from a stream, such as standard input.</summary>
    /// <param name="stream">The CSV; this reader disposes it.</param>
    /// <param name="path">What errors call it.</param>
    /// <param name="latentSize">L: how many numbers each row has, 1 or more.</param>
    public LatentCsvReader(Stream stream, string path, int latentSize)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfLessThan(latentSize, 1);

        _path = path;
        _latentSize = latentSize;

        // A float32 needs 15 characters; 64 a number leave room for blanks and for digits that nobody needs.
        _lines = new Utf8Lines(stream, path, checked((1 << 16) + (64 * latentSize)), RowText, "Pass a CSV file of latents.");
    }

    /// <summary>Number of the line that was read last, from 1; 0 before the first.</summary>
    public long LineNumber => _lines.LineNumber;

    /// <summary>Number of rows read so far; a header is none.</summary>
    public long RowCount { get; private set; }

    /// <summary>Reads the next row.</summary>
    /// <param name="latent">Receives the row, [L].</param>
    /// <returns>False at the end of a file that had at least one row.</returns>
    /// <exception cref="BadInputException">The line is not a row of L finite numbers, or the file has no rows.</exception>
    public bool TryReadRow(Span<float> latent)
    {
        if (latent.Length != _latentSize)
        {
            throw new ArgumentException($"the span has {latent.Length} places; expected {_latentSize}. Pass one place a latent dimension.", nameof(latent));
        }

        while (_lines.TryRead(out ReadOnlySpan<byte> line))
        {
            if (line.Trim(" \t"u8).IsEmpty)
            {
                // Allowed at the end of the file only, which is not known yet.
                _emptyLine = _emptyLine == 0 ? LineNumber : _emptyLine;
                continue;
            }

            if (_emptyLine != 0)
            {
                throw BadInputException.AtLine(_path, _emptyLine, "the line is empty", RowText, "Remove the line.");
            }

            bool mayBeHeader = _isFirstLine;
            _isFirstLine = false;
            if (mayBeHeader && CsvCells.IsHeader(line))
            {
                CheckColumns(line);
                continue;
            }

            ParseRow(line, latent);
            RowCount++;
            return true;
        }

        return RowCount > 0
            ? false
            : throw BadInputException.AtLine(_path, Math.Max(1, LineNumber), "the file has no rows", "at least " + RowText, "Write one line for each latent point.");
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _lines.Dispose();

    private string RowText => _latentSize == 1
        ? "a row of 1 number"
        : string.Create(CultureInfo.InvariantCulture, $"a row of {_latentSize} numbers");

    private void ParseRow(ReadOnlySpan<byte> line, Span<float> latent)
    {
        ReadOnlySpan<byte> rest = line;
        for (int column = 0; column < _latentSize; column++)
        {
            int comma = rest.IndexOf((byte)',');
            ReadOnlySpan<byte> cell = comma < 0 ? rest : rest[..comma];
            if (!CsvCells.TryParse(cell, out float value) || !float.IsFinite(value))
            {
                CheckColumns(line);
                throw BadCell(cell, column + 1);
            }

            latent[column] = value;
            bool isLast = column == _latentSize - 1;
            if (isLast != comma < 0)
            {
                CheckColumns(line);
            }

            rest = rest[(comma + 1)..];
        }
    }

    /// <summary>Throws where the line has another number of columns, with the likely reason.</summary>
    private void CheckColumns(ReadOnlySpan<byte> line)
    {
        const string Commas = "commas between the columns and points in the numbers";
        if (line.Contains((byte)';'))
        {
            throw BadInputException.AtLine(_path, LineNumber, "the file uses \";\" between the columns", Commas, "Save it with commas.");
        }

        int columns = line.Count((byte)',') + 1;
        if (columns == _latentSize)
        {
            return;
        }

        if (columns == 1 && line.Trim(" \t"u8).ContainsAny(" \t"u8))
        {
            throw BadInputException.AtLine(_path, LineNumber, "the file uses blanks or tabs between the columns", Commas, "Save it with commas.");
        }

        throw BadInputException.AtLine(
            _path,
            LineNumber,
            string.Create(CultureInfo.InvariantCulture, $"{columns} {(columns == 1 ? "column" : "columns")}"),
            string.Create(CultureInfo.InvariantCulture, $"{_latentSize}"),
            "Write one number for each latent dimension of the model.");
    }

    private BadInputException BadCell(ReadOnlySpan<byte> cell, int column)
    {
        ReadOnlySpan<byte> text = cell.Trim(" \t"u8);
        string found = text.IsEmpty ? "is empty" : $"is \"{CsvCells.Shown(text)}\"";
        return BadInputException.AtLine(
            _path,
            LineNumber,
            string.Create(CultureInfo.InvariantCulture, $"column {column} {found}"),
            "a finite number (float32)",
            "Correct the value, or remove the line.");
    }
}
