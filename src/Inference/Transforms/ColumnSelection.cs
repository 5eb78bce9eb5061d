namespace VaePipeline.Inference.Transforms;

/// <summary>The columns of the transformed data that one reader asked for: the active ones.</summary>
internal sealed class ColumnSelection
{
    private readonly bool[] _active;

    /// <summary>Selects columns.</summary>
    /// <exception cref="ArgumentException">A column is of another schema.</exception>
    public ColumnSelection(SchemaBinding binding, IEnumerable<DataViewSchema.Column> columns)
    {
        Binding = binding;
        _active = new bool[binding.OutputSchema.Count];
        foreach (DataViewSchema.Column column in columns)
        {
            _active[binding.Index(column)] = true;
        }
    }

    /// <summary>The schemas before and after the model.</summary>
    public SchemaBinding Binding { get; }

    /// <summary>Whether any of them comes from the model.</summary>
    public bool NeedsModel => Array.IndexOf(_active, true, Binding.InputSchema.Count) >= 0;

    /// <summary>The columns of the source that they come from.</summary>
    public IEnumerable<DataViewSchema.Column> Dependencies => Binding.InputSchema
        .Where(column => _active[column.Index] || (NeedsModel && Binding.Inputs.Any(input => input.Index == column.Index)));

    /// <summary>Whether the column of that index is active.</summary>
    public bool IsActive(int index) => _active[index];

    /// <summary>Whether a column is active.</summary>
    /// <exception cref="ArgumentException">The column is of another schema.</exception>
    public bool IsActive(DataViewSchema.Column column) => _active[Binding.Index(column)];

    /// <summary>The index of a column that is to be read.</summary>
    /// <exception cref="ArgumentException">The column is of another schema.</exception>
    /// <exception cref="InvalidOperationException">It is not active.</exception>
    public int Require(DataViewSchema.Column column) => IsActive(column) ? column.Index : throw ColumnFaults.Inactive(column);
}
