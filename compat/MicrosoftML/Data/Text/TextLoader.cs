using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>
/// Reads rows from text files. Text that is no number becomes NaN in a column of reals, and a missing key in one of keys;
/// in other columns it is an error of the row.
/// </summary>
public sealed partial class TextLoader : IDataLoader<IMultiStreamSource>
{
    private readonly IHost _host;
    private readonly TextFormat _format;
    private readonly TextColumn[] _columns;
    private readonly string? _header;
    private readonly DataViewSchema _schema;

    internal TextLoader(IHostEnvironment environment, Options? options, IMultiStreamSource? dataSample = null)
    {
        _host = environment.Register("TextLoader");
        Options given = options ?? new Options();
        IMultiStreamSource sample = dataSample ?? new MultiFileSource([]);
        IMultiStreamSource? headerFile = string.IsNullOrWhiteSpace(given.HeaderFile) ? null : new MultiFileSource(given.HeaderFile);
        if (given.Columns is null or { Length: 0 })
            given = EmbeddedOptions.Find(headerFile ?? sample, given) ?? WithDefaultColumns(given);
        _format = TextFormat.Of(given);
        var binder = new TextBinder(_format, sample, headerFile);
        _columns = binder.Bind(given.Columns ?? []);
        _header = binder.ReadHeader();
        _schema = MakeSchema(_format, _columns, _header);
    }

    private TextLoader(IHostEnvironment environment, TextFormat format, TextColumn[] columns, string? header)
    {
        _host = environment.Register("TextLoader");
        _format = format;
        _columns = columns;
        _header = header;
        _schema = MakeSchema(format, columns, header);
    }

    public DataViewSchema GetOutputSchema() => _schema;

    public IDataView Load(IMultiStreamSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new TextDataView(_host, source, _format, _columns, _schema);
    }

    // As in ML.NET: where nobody says anything, the first field is a label and the rest are features.
    private static Options WithDefaultColumns(Options given) => CopyWith(given, [new Column("Label", DataKind.Single, 0), new Column("Features", DataKind.Single, [new Range(1, null)])]);

    private static Options CopyWith(Options given, Column[] columns) => new()
    {
        AllowQuoting = given.AllowQuoting,
        AllowSparse = given.AllowSparse,
        InputSize = given.InputSize,
        Separators = given.Separators,
        DecimalMarker = given.DecimalMarker,
        Columns = columns,
        TrimWhitespace = given.TrimWhitespace,
        HasHeader = given.HasHeader,
        UseThreads = given.UseThreads,
        ReadMultilines = given.ReadMultilines,
        HeaderFile = given.HeaderFile,
        MaxRows = given.MaxRows,
        EscapeChar = given.EscapeChar,
        MissingRealsAsNaNs = given.MissingRealsAsNaNs,
    };

    private static DataViewSchema MakeSchema(TextFormat format, TextColumn[] columns, string? header)
    {
        var scanner = new FieldScanner(format, int.MaxValue - 1, null);
        scanner.Scan(new TextLine(0, header ?? ""));
        var builder = new DataViewSchema.Builder();
        foreach (TextColumn column in columns)
            builder.AddColumn(column.Name, column.Type, SlotNames(column, scanner));
        return builder.ToSchema();
    }

    private static DataViewSchema.Annotations? SlotNames(TextColumn column, FieldScanner header)
    {
        if (column.Type is not VectorDataViewType { IsKnownSize: true } vector)
            return null;
        int[] fields = [.. column.Segments.SelectMany(segment => Enumerable.Range(segment.Min, segment.End - segment.Min))];
        ReadOnlyMemory<char>[] names = Array.ConvertAll(fields, field =>
        {
            int place = header.PlaceOf(field);
            return place < header.Count && header.IndexAt(place) == field ? header.TextAt(place).Trim() : default;
        });
        if (names.All(name => name.IsEmpty))
            return null;
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add(AnnotationKinds.SlotNames, new VectorDataViewType(TextDataViewType.Instance, vector.Size), (ref VBuffer<ReadOnlyMemory<char>> value) =>
            new VBuffer<ReadOnlyMemory<char>>(names.Length, names).CopyTo(ref value));
        return annotations.ToAnnotations();
    }
}
