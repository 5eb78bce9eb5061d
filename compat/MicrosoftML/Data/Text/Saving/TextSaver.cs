using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Writes a view as text.</summary>
internal sealed class TextSaver
{
    private readonly IHost _host;
    private readonly char _separator;
    private readonly bool _headerRow;
    private readonly bool _schema;
    private readonly bool _forceDense;

    public TextSaver(IHostEnvironment environment, char separator, bool headerRow, bool schema, bool forceDense)
    {
        _host = environment.Register("TextSaver");
        _separator = separator is ' ' or '\t' or ',' or ';' or '|' ? separator
            : throw Errors.Argument("Separator", "Invalid separator - must be: space, tab, comma, semicolon, or bar");
        _headerRow = headerRow;
        _schema = schema;
        _forceDense = forceDense;
    }

    public void Save(IDataView data, Stream stream, bool keepHidden)
    {
        using IChannel channel = _host.Start("Saving");
        List<DataViewSchema.Column> columns = SavedColumns.Of(data.Schema, keepHidden, TextSaverColumn.Supports, channel);
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        using DataViewRowCursor cursor = data.GetRowCursor(columns);
        bool hasHeader = _headerRow && columns.Any(TextSaverColumn.HasHeader);
        if (_schema)
            TextSaverSchema.Write(writer, columns, _separator, hasHeader);
        long count = WriteRows(writer, cursor, columns, hasHeader);
        channel.Info(MessageSensitivity.None, "Wrote {0} rows", count);
    }

    private long WriteRows(StreamWriter writer, DataViewRowCursor cursor, List<DataViewSchema.Column> columns, bool hasHeader)
    {
        TextSaverColumn[] savers = [.. columns.Select(column => TextSaverColumn.Create(cursor, column, _separator))];
        var line = new TextSaverLine(writer, _separator, _forceDense);
        if (hasHeader)
        {
            foreach (TextSaverColumn saver in savers)
                saver.AppendHeader(line);
            line.Write();
        }

        long count = 0;
        for (; cursor.MoveNext(); count++)
        {
            foreach (TextSaverColumn saver in savers)
                saver.AppendRow(line);
            line.Write();
        }

        return count;
    }
}
