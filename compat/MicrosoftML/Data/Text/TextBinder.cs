namespace Microsoft.ML.Data;

/// <summary>Turns the columns of the options into columns with known fields.</summary>
internal sealed class TextBinder(TextFormat format, IMultiStreamSource sample, IMultiStreamSource? headerFile)
{
    private const int SampleLines = 100;

    public TextColumn[] Bind(TextLoader.Column[] columns)
    {
        foreach (TextLoader.Column column in columns)
        {
            if (string.IsNullOrWhiteSpace(column.Name))
                throw Errors.Argument("Name", "A column has no name.");
            if (column.Source is null or { Length: 0 })
                throw Errors.Argument("Source", $"Must specify some source column indices for column '{column.Name}'.");
        }

        TextLoader.Range[] ranges = [.. columns.SelectMany(column => column.Source)];
        if (ranges.Count(range => range.AllOther) > 1)
            throw Errors.Argument("AllOther", "At most one all other range can be specified");
        int lineSize = ranges.Any(range => range.AutoEnd && range.Max is null) ? LineSize() : format.InputSize;
        TextSegment[] named = [.. ranges.Where(range => !range.AllOther).Select(range => SegmentOf(range, lineSize))];
        return Array.ConvertAll(columns, column => new TextColumn(column.Name.Trim(), ItemTypeOf(column), [.. column.Source.SelectMany(range =>
            range.AllOther ? Others(SegmentOf(range, lineSize), named) : [SegmentOf(range, lineSize)])]).Checked());
    }

    /// <summary>The line that names the fields; null if there is none.</summary>
    public string? ReadHeader()
    {
        IMultiStreamSource? source = headerFile ?? (format.HasHeader ? sample : null);
        return source is null ? null : LinesOf(source).FirstOrDefault();
    }

    private static PrimitiveDataViewType ItemTypeOf(TextLoader.Column column)
    {
        PrimitiveDataViewType type = DataKinds.TypeOf(column.DataKind);
        if (column.KeyCount is null)
            return type;
        ulong most = type.RawType == typeof(byte) ? byte.MaxValue : type.RawType == typeof(ushort) ? ushort.MaxValue : type.RawType == typeof(uint) ? uint.MaxValue : ulong.MaxValue;
        return new KeyDataViewType(type.RawType, column.KeyCount.Count ?? most);
    }

    private static TextSegment SegmentOf(TextLoader.Range range, int lineSize)
    {
        if (range.Min < 0 || range.Max < range.Min)
            throw Errors.Argument("Min", Errors.Invariant($"A range of fields goes from {range.Min} to {range.Max}; expected 0 or more, and an end not before."));
        if (range.Max is { } max)
            return new TextSegment(range.Min, max + 1, range.ForceVector || range.AllOther);
        if (range.AutoEnd && range.Min >= lineSize)
            throw Errors.Argument("Min", Errors.Invariant($"Column #{range.Min} not found in the dataset (it only has {lineSize} columns)"));
        if (range.AutoEnd)
            return new TextSegment(range.Min, lineSize, true);
        return range.VariableEnd ? new TextSegment(range.Min, TextSegment.LineEnd, true) : new TextSegment(range.Min, range.Min + 1, range.ForceVector);
    }

    private static IEnumerable<TextSegment> Others(TextSegment all, TextSegment[] named)
    {
        int min = all.Min;
        foreach (TextSegment segment in named.OrderBy(segment => segment.Min).Where(segment => segment.End > all.Min && segment.Min < all.End))
        {
            if (min < segment.Min)
                yield return new TextSegment(min, segment.Min, true);
            min = Math.Max(min, segment.End);
        }

        if (min < all.End)
            yield return new TextSegment(min, all.End, true);
    }

    private int LineSize()
    {
        if (format.InputSize > 0)
            return format.InputSize;
        var scanner = new FieldScanner(format, int.MaxValue - 1, null);
        int[] sizes = [.. LinesOf(sample).Take(SampleLines).Select((line, i) => scanner.Scan(new TextLine(i + 1, line))).Where(size => size > 0).Distinct()];
        return sizes.Length switch
        {
            0 => throw Errors.Argument("Source", "Can't determine the number of source columns without valid data. Give a data sample, or InputSize."),
            1 => sizes[0],
            _ => throw Errors.Argument("Source", Errors.Invariant($"The size of input lines is not consistent: {sizes.Min()} to {sizes.Max()} fields.")),
        };
    }

    // The header is a line like the others here: it counts for the number of fields, and is the first.
    private IEnumerable<string> LinesOf(IMultiStreamSource source) => LineReader.Read(source, format with { HasHeader = false, MaxRows = long.MaxValue }).Select(line => line.Text);
}
