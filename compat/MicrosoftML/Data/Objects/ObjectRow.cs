namespace Microsoft.ML.Data;

/// <summary>A row that shows one object after another, without a cursor.</summary>
internal sealed class ObjectRow<TRow> : DataViewRow
    where TRow : class
{
    private readonly Delegate[] _getters;
    private TRow? _current;
    private long _position = -1;

    public ObjectRow(SchemaDefinition? definition)
    {
        RowMember[] members = RowMember.Create(typeof(TRow), definition, SchemaDefinition.Direction.Read);
        Schema = RowMember.ToSchema(members);
        Func<TRow> current = () => _current ?? throw Errors.NoCurrentRow();
        _getters = Array.ConvertAll(members, member => ObjectGetters.FromMember(member, current));
    }

    public override long Position => _position;

    public override long Batch => 0;

    public override DataViewSchema Schema { get; }

    /// <summary>Makes <paramref name="row"/> the next row.</summary>
    public void Show(TRow row)
    {
        _current = row;
        _position++;
    }

    public override bool IsColumnActive(DataViewSchema.Column column) => true;

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = new DataViewRowId((ulong)_position, 0);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => RowGetters.Cast<TValue>(_getters[column.Index], column);
}
