namespace Microsoft.ML.Data;

public sealed partial class DataDebuggerPreview
{
    /// <summary>A row's values by column name.</summary>
    public sealed class RowInfo
    {
        internal RowInfo(int count)
        {
            Values = new KeyValuePair<string, object>[count];
        }

        public KeyValuePair<string, object>[] Values { get; }

        public override string ToString() => Errors.Invariant($"{Values.Length} columns");
    }

    /// <summary>A column's values by row.</summary>
    public sealed class ColumnInfo
    {
        internal ColumnInfo(DataViewSchema.Column column, object[] values)
        {
            Column = column;
            Values = values;
        }

        public DataViewSchema.Column Column { get; }

        public object[] Values { get; }

        public override string ToString() => $"{Column.Name}: {Column.Type}";
    }
}
