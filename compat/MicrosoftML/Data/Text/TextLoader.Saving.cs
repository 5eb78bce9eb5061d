namespace Microsoft.ML.Data;

public sealed partial class TextLoader
{
    internal static readonly ModelVersion Version = new("TXTLOADR", 0x0001000E, 0x0001000A, 0x0001000C, "TextLoader");

    private const uint VersionWithEscapes = 0x0001000D;
    private const string HeaderEntry = "Header.txt";

    [Flags]
    private enum SavedFlags : uint
    {
        None = 0,
        TrimWhitespace = 0x01,
        HasHeader = 0x02,
        AllowQuoting = 0x04,
        AllowSparse = 0x08,
        ReadMultilines = 0x10,
        MissingRealsAsNaNs = 0x20,
        All = 0x3F,
    }

    /// <summary>Reads a saved loader; whether threads are to be used is not saved.</summary>
    internal static TextLoader Load(ModelLoadContext context)
    {
        context.CheckVersion(Version);
        BinaryReader reader = context.Reader;
        ModelEntryFormat.Require(reader.ReadInt32() == sizeof(float), "Corrupt model file");
        long maxRows = reader.ReadInt64();
        var flags = (SavedFlags)reader.ReadUInt32();
        int inputSize = reader.ReadInt32();
        ModelEntryFormat.Require(maxRows > 0 && (flags & ~SavedFlags.All) == 0 && inputSize is >= 0 and < int.MaxValue, "Corrupt text loader in the model file");
        var separators = new char[context.ReadCount(sizeof(short))];
        for (int i = 0; i < separators.Length; i++)
            separators[i] = (char)reader.ReadUInt16();
        bool hasEscapes = context.Written >= VersionWithEscapes;
        TextFormat format;
        try
        {
            format = TextFormat.Of(new Options
            {
                MaxRows = maxRows,
                InputSize = inputSize,
                Separators = separators,
                EscapeChar = hasEscapes ? reader.ReadChar() : '"',
                DecimalMarker = hasEscapes ? reader.ReadChar() : '.',
                TrimWhitespace = flags.HasFlag(SavedFlags.TrimWhitespace),
                HasHeader = flags.HasFlag(SavedFlags.HasHeader),
                AllowQuoting = flags.HasFlag(SavedFlags.AllowQuoting),
                AllowSparse = flags.HasFlag(SavedFlags.AllowSparse),
                ReadMultilines = flags.HasFlag(SavedFlags.ReadMultilines),
                MissingRealsAsNaNs = flags.HasFlag(SavedFlags.MissingRealsAsNaNs),
            });
        }
        catch (ArgumentException error)
        {
            throw new FormatException("Corrupt text loader in the model file", error);
        }

        return new TextLoader(context.Environment, format, LoadColumns(context), context.ReadLineOrNull(HeaderEntry));
    }

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        ctx.SetVersion(Version);
        ctx.Writer.Write(sizeof(float));
        ctx.Writer.Write(_format.MaxRows);
        ctx.Writer.Write((uint)FlagsOf(_format));
        ctx.Writer.Write(_format.InputSize);
        ctx.Writer.Write(_format.Separators.Length);
        foreach (char separator in _format.Separators)
            ctx.Writer.Write((short)separator);
        ctx.Writer.Write(_format.EscapeChar);
        ctx.Writer.Write(_format.DecimalMarker);
        SaveColumns(ctx);
        if (!string.IsNullOrEmpty(_header))
            ctx.SaveLine(HeaderEntry, _header);
    }

    private static SavedFlags FlagsOf(TextFormat format) =>
        (format.TrimWhitespace ? SavedFlags.TrimWhitespace : 0) | (format.HasHeader ? SavedFlags.HasHeader : 0)
        | (format.AllowQuoting ? SavedFlags.AllowQuoting : 0) | (format.AllowSparse ? SavedFlags.AllowSparse : 0)
        | (format.ReadMultilines ? SavedFlags.ReadMultilines : 0) | (format.MissingRealsAsNaNs ? SavedFlags.MissingRealsAsNaNs : 0);

    private void SaveColumns(ModelSaveContext ctx)
    {
        ctx.Writer.Write(_columns.Length);
        foreach (TextColumn column in _columns)
        {
            ctx.SaveString(column.Name);
            ctx.Writer.Write((byte)(DataKinds.KindOrNull(column.ItemType.RawType) ?? throw new NotSupportedException($"Column '{column.Name}' is {column.ItemType}, which text loaders do not read.")));
            var key = column.ItemType as KeyDataViewType;
            ctx.Writer.Write(key is not null);
            if (key is not null)
                ctx.Writer.Write(key.Count);
            ctx.Writer.Write(column.Segments.Length);
            foreach (TextSegment segment in column.Segments)
            {
                ctx.Writer.Write(segment.Min);
                ctx.Writer.Write(segment.End);
                ctx.Writer.Write(segment.ForceVector);
            }
        }
    }

    private static TextColumn[] LoadColumns(ModelLoadContext context)
    {
        var columns = new TextColumn[context.ReadCount(sizeof(int))];
        ModelEntryFormat.Require(columns.Length > 0, "Corrupt text loader in the model file");
        for (int i = 0; i < columns.Length; i++)
        {
            string name = context.LoadNonEmptyString();
            var kind = (DataKind)context.Reader.ReadByte();
            ModelEntryFormat.Require(Enum.IsDefined(kind), "Corrupt text loader in the model file");
            PrimitiveDataViewType type = DataKinds.TypeOf(kind);
            if (context.Reader.ReadBoolean())
            {
                ulong count = context.Reader.ReadUInt64();
                ModelEntryFormat.Require(KeyDataViewType.IsValidDataType(type.RawType) && count > 0, "Corrupt key type in the model file");
                type = new KeyDataViewType(type.RawType, count);
            }

            var segments = new TextSegment[context.ReadCount(2 * sizeof(int) + 1)];
            ModelEntryFormat.Require(segments.Length > 0, "Corrupt text loader in the model file");
            for (int s = 0; s < segments.Length; s++)
            {
                segments[s] = new TextSegment(context.Reader.ReadInt32(), context.Reader.ReadInt32(), context.Reader.ReadBoolean());
                ModelEntryFormat.Require(0 <= segments[s].Min && segments[s].Min < segments[s].End, "Corrupt text loader in the model file");
            }
            columns[i] = new TextColumn(name, type, segments).Checked();
        }
        return columns;
    }
}
