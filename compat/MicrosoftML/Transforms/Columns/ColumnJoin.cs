namespace Microsoft.ML.Data;

/// <summary>A column to be joined of the columns of one schema: its type, annotations and getters.</summary>
internal sealed class ColumnJoin
{
    private readonly ConcatenatedColumn _column;
    private readonly VectorDataViewType _type;

    /// <exception cref="ArgumentOutOfRangeException">A source is missing or of another item type than the first.</exception>
    public ColumnJoin(ConcatenatedColumn column, DataViewSchema inputSchema)
    {
        _column = column;
        Sources = Array.ConvertAll(column.Sources, source => inputSchema.GetColumnOrNull(source.Name)
            ?? throw Errors.SchemaMismatch(nameof(inputSchema), "input", source.Name));
        DataViewType itemType = Sources[0].Type.ItemTypeOf();
        foreach (DataViewSchema.Column source in Sources)
        {
            if (!source.Type.ItemTypeOf().Equals(itemType))
                throw Errors.SchemaMismatch(nameof(inputSchema), "input", source.Name, itemType.ToString(), source.Type.ToString());
        }
        if (itemType is not PrimitiveDataViewType primitive)
            throw Errors.SchemaMismatch(nameof(inputSchema), "input", Sources[0].Name, "a primitive type or a vector", itemType.ToString());
        int[] sizes = Array.ConvertAll(Sources, SizeOf);
        _type = new VectorDataViewType(primitive, sizes.Contains(0) ? 0 : sizes.Sum());
    }

    public DataViewSchema.Column[] Sources { get; }

    private bool IsIdentity => Sources is [{ Type: VectorDataViewType }];

    public DataViewSchema.DetachedColumn MakeColumn()
    {
        if (IsIdentity)
            return new DataViewSchema.DetachedColumn(_column.Name, Sources[0].Type, Sources[0].Annotations);
        var annotations = new DataViewSchema.Annotations.Builder();
        if (_type.ItemType is NumberDataViewType && Sources.All(source => source.IsNormalized()))
            annotations.AddPrimitiveValue(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance, true);
        if (_type.IsKnownSize && Sources.Any(source => source.Type is not VectorDataViewType || source.HasSlotNames()))
            annotations.Add(AnnotationKinds.SlotNames, new VectorDataViewType(TextDataViewType.Instance, _type.Size), (ref VBuffer<ReadOnlyMemory<char>> names) => GetSlotNames(ref names));
        return new DataViewSchema.DetachedColumn(_column.Name, _type, annotations.ToAnnotations());
    }

    public Delegate MakeGetter(DataViewRow input) => IsIdentity
        ? RowGetters.AsDelegate(input, input.Schema[Sources[0].Index])
        : VectorJoin.MakeGetter(input, Array.ConvertAll(Sources, source => input.Schema[source.Index]), _type.ItemType.RawType);

    /// <summary>1 for a scalar, 0 for a vector of variable size.</summary>
    private static int SizeOf(DataViewSchema.Column column) => column.Type is VectorDataViewType vector ? vector.Size : 1;

    /// <summary>A scalar's slot is called after its column; a vector's slots keep the names that they have, behind the column's.</summary>
    private void GetSlotNames(ref VBuffer<ReadOnlyMemory<char>> names)
    {
        VBufferEditor<ReadOnlyMemory<char>> editor = VBufferEditor.Create(ref names, _type.Size);
        editor.Values.Clear();
        int slot = 0;
        for (int i = 0; i < Sources.Length; i++)
        {
            DataViewSchema.Column source = Sources[i];
            string name = _column.Sources[i].Alias ?? source.Name;
            if (source.Type is not VectorDataViewType)
            {
                editor.Values[slot++] = name.AsMemory();
                continue;
            }
            int size = SizeOf(source);
            if (source.HasSlotNames())
            {
                VBuffer<ReadOnlyMemory<char>> own = default;
                source.Annotations.GetValue(AnnotationKinds.SlotNames, ref own);
                foreach ((int index, ReadOnlyMemory<char> text) in own.Items())
                {
                    if (!text.IsEmpty)
                        editor.Values[slot + index] = $"{name}.{text}".AsMemory();
                }
            }
            slot += size;
        }
        names = editor.Commit();
    }
}
