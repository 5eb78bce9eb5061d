using System.Buffers;

namespace VaePipeline.Data.Latents;

/// <summary>Which columns of a text hold the latents, and how a row of it is read.</summary>
internal sealed class LatentTextColumns
{
    private const string Number = "a finite number (float32)";
    private const string CorrectValue = "Correct the value, or remove the line.";
    private const int NoLatent = -1;

    private static readonly string[] Prefixes = ["z", "latent", "mean"];

    private readonly byte _separator;
    private readonly int _latentSize;
    private readonly int[]? _latentOf;
    private readonly ArrayBufferWriter<byte> _cells = new();
    private int _keptCells;

    private LatentTextColumns(byte separator, int latentSize, bool hasHeader, int[]? latentOf, IReadOnlyList<string> extra)
        => (_separator, _latentSize, HasHeader, _latentOf, Extra) = (separator, latentSize, hasHeader, latentOf, extra);

    /// <summary>Whether the first line names the columns.</summary>
    public bool HasHeader { get; }

    /// <summary>Names of the columns that hold no latent.</summary>
    public IReadOnlyList<string> Extra { get; }

    /// <summary>The cells of these columns in the row parsed last, as CSV text.</summary>
    public ReadOnlySpan<byte> ExtraCells => _cells.WrittenSpan;

    private string Separators => _separator == ',' ? "commas between the columns and points in the numbers" : "tabs between the columns and points in the numbers";

    /// <summary>Finds the columns.</summary>
    /// <param name="path">What errors call the file.</param>
    /// <param name="header">The first line; empty where it is no header.</param>
    /// <param name="separator">Stands between the cells.</param>
    /// <param name="input">What the latents are called, and how many there are.</param>
    /// <exception cref="BadInputException">The header names other columns.</exception>
    public static LatentTextColumns Of(string path, ReadOnlySpan<byte> header, byte separator, LatentInput input)
    {
        if (header.IsEmpty)
        {
            return input.Columns is null
                ? new LatentTextColumns(separator, input.LatentSize, hasHeader: false, null, [])
                : throw BadInputException.AtLine(path, 1, "the file has no header", $"one with the columns {string.Join(", ", input.Columns)}", "Write a first line of names, or leave --latent-columns out.");
        }

        List<string> names = [];
        for (int at = 0; at <= header.Length;)
        {
            names.Add(CsvCells.Name(CsvCells.Take(header, separator, ref at)));
        }

        if (LatentsAmong(names, input, path) is { } latents)
        {
            int[] latentOf = [.. Enumerable.Repeat(NoLatent, names.Count)];
            for (int i = 0; i < latents.Length; i++)
            {
                latentOf[latents[i]] = i;
            }

            bool isPlain = latentOf.SequenceEqual(Enumerable.Range(0, input.LatentSize));
            return new LatentTextColumns(separator, input.LatentSize, hasHeader: true, isPlain ? null : latentOf, [.. names.Where((_, column) => latentOf[column] == NoLatent)]);
        }

        var plain = new LatentTextColumns(separator, input.LatentSize, hasHeader: true, null, []);
        return plain.FaultOfColumns(header) is { } fault
            ? throw BadInputException.AtLine(path, 1, fault.Found, fault.Expected, fault.Advice)
            : plain;
    }

    /// <summary>Reads a row.</summary>
    /// <param name="line">The line.</param>
    /// <param name="latent">Receives the latents, [L].</param>
    /// <returns>What is wrong with it; null for nothing.</returns>
    public RowFault? Parse(ReadOnlySpan<byte> line, Span<float> latent) => _latentOf is null ? ParseInOrder(line, latent) : ParseByName(line, latent);

    private static int[]? LatentsAmong(List<string> names, LatentInput input, string path)
    {
        if (input.Columns is { } asked)
        {
            string? wrong = asked.Count != input.LatentSize
                ? Invariant($"{asked.Count} names in --latent-columns; expected {input.LatentSize}, the model's latent size")
                : asked.FirstOrDefault(name => names.IndexOf(name) < 0 || names.IndexOf(name) != names.LastIndexOf(name)) is { } missing
                    ? $"the header has {(names.Contains(missing) ? "several columns" : "no column")} \"{missing}\"; expected one among {string.Join(", ", names)}"
                    : null;
            return wrong is null ? [.. asked.Select(name => names.IndexOf(name))] : throw new BadInputException($"{path}:1: {wrong}. Correct the names.");
        }

        // z0, z_0 and z[0] are the same.
        string[] plain = [.. names.Select(name => string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant())];
        BadInputException? fault = null;
        foreach (string prefix in Prefixes)
        {
            string[] wanted = [.. Enumerable.Range(0, input.LatentSize + 1).Select(i => Invariant($"{prefix}{i}"))];

            // One more than the model has is a sign of another model, not of a further column.
            if (!plain.Contains(wanted[0]) || plain.Contains(wanted[^1]))
            {
                continue;
            }

            if (wanted[..^1].FirstOrDefault(name => plain.Count(other => other == name) != 1) is not { } wrong)
            {
                return [.. wanted[..^1].Select(name => Array.IndexOf(plain, name))];
            }

            fault ??= BadInputException.AtLine(
                path,
                1,
                plain.Contains(wrong) ? $"the header has several columns \"{wrong}\"" : $"the header has \"{wanted[0]}\", but no column \"{wrong}\"",
                Invariant($"{input.LatentSize} columns of latents, \"{wanted[0]}\" to \"{wanted[^2]}\", for this model"),
                "Correct the names, or pass --latent-columns.");
        }

        return fault is null ? null : throw fault;
    }

    private static RowFault BadCell(ReadOnlySpan<byte> cell, int column)
    {
        ReadOnlySpan<byte> text = cell.Trim(" \t"u8);
        string found = text.IsEmpty ? "is empty" : $"is \"{CsvCells.Shown(text)}\"";
        return new RowFault(Invariant($"column {column + 1} {found}"), Number, CorrectValue);
    }

    private RowFault? ParseInOrder(ReadOnlySpan<byte> line, Span<float> latent)
    {
        ReadOnlySpan<byte> rest = line;
        for (int column = 0; column < latent.Length; column++)
        {
            bool isLast = column == latent.Length - 1;
            if (CsvCells.TryReadSingle(rest, out float value, out int length) && (isLast ? length == rest.Length : length < rest.Length && rest[length] == _separator))
            {
                latent[column] = value;
                rest = isLast ? default : rest[(length + 1)..];
                continue;
            }

            int end = rest.IndexOf(_separator);
            ReadOnlySpan<byte> cell = end < 0 ? rest : rest[..end];
            if (!CsvCells.TryParse(cell, out value) || !float.IsFinite(value))
            {
                return FaultOfColumns(line) ?? BadCell(cell, column);
            }

            latent[column] = value;
            if (isLast != end < 0 && FaultOfColumns(line) is { } fault)
            {
                return fault;
            }

            rest = rest[(end + 1)..];
        }

        return null;
    }

    private RowFault? ParseByName(ReadOnlySpan<byte> line, Span<float> latent)
    {
        _cells.ResetWrittenCount();
        _keptCells = 0;
        int column = 0;
        for (int at = 0; at <= line.Length; column++)
        {
            ReadOnlySpan<byte> cell = CsvCells.Take(line, _separator, ref at);
            if (column >= _latentOf!.Length) // Not null: that is why this was called.
            {
                continue;
            }

            if (_latentOf[column] == NoLatent)
            {
                KeepCell(cell);
            }
            else if (CsvCells.TryParse(cell, out float value) && float.IsFinite(value))
            {
                latent[_latentOf[column]] = value;
            }
            else if (line.Count(_separator) + 1 >= _latentOf.Length)
            {
                return BadCell(cell, column);
            }
        }

        return column == _latentOf!.Length ? null : new RowFault(
            Invariant($"{column} {(column == 1 ? "column" : "columns")}"),
            Invariant($"{_latentOf.Length}, as in the header"),
            line.Count((byte)'"') % 2 == 1 ? "Close the quotes: a row is one line." : "Write a cell for each column.");
    }

    /// <summary>Appends a cell as CSV; one that holds what CSV needs quotes for gets them, if it has none.</summary>
    private void KeepCell(ReadOnlySpan<byte> cell)
    {
        if (_keptCells++ > 0)
        {
            _cells.Write(","u8);
        }

        if (!cell.ContainsAny(",\"\r"u8) || CsvCells.IsQuoted(cell))
        {
            _cells.Write(cell);
            return;
        }

        _cells.Write("\""u8);
        for (int quote; (quote = cell.IndexOf((byte)'"')) >= 0; cell = cell[(quote + 1)..])
        {
            _cells.Write(cell[..(quote + 1)]);
            _cells.Write("\""u8);
        }

        _cells.Write(cell);
        _cells.Write("\""u8);
    }

    /// <summary>What is wrong with the number of columns, with the likely reason; null where it is right.</summary>
    private RowFault? FaultOfColumns(ReadOnlySpan<byte> line)
    {
        if (line.Contains((byte)';'))
        {
            return new RowFault("the file uses \";\" between the columns", Separators, _separator == ',' ? "Save it with commas." : "Save it with tabs.");
        }

        int columns = line.Count(_separator) + 1;
        if (columns == _latentSize)
        {
            return null;
        }

        if (columns == 1 && _separator == ',' && line.Trim(" \t"u8).ContainsAny(" \t"u8))
        {
            return new RowFault("the file uses blanks or tabs between the columns", Separators, "Save it with commas.");
        }

        return new RowFault(
            Invariant($"{columns} {(columns == 1 ? "column" : "columns")}"),
            Invariant($"{_latentSize}"),
            "Write one number for each latent dimension of the model.");
    }
}
