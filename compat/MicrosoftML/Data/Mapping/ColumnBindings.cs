namespace Microsoft.ML.Data;

/// <summary>Where the columns of an input and those added to it stand in the output: each added one behind the last of its name, else at the end.</summary>
internal sealed class ColumnBindings
{
    // For each output column: the input column's index, or the complement of the added one's.
    private readonly int[] _sources;

    public ColumnBindings(DataViewSchema input, DataViewSchema.DetachedColumn[] added)
    {
        InputSchema = input;
        var sources = new List<int>(Enumerable.Range(0, input.Count));
        for (int i = 0; i < added.Length; i++)
        {
            int same = sources.FindLastIndex(source => NameOf(source) == added[i].Name);
            sources.Insert(same < 0 ? sources.Count : same + 1, ~i);
        }

        _sources = [.. sources];
        AddedColumnIndices = [.. added.Select((_, i) => Array.IndexOf(_sources, ~i))];
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(_sources.Select(source => source >= 0 ? new DataViewSchema.DetachedColumn(input[source]) : added[~source]));
        Schema = builder.ToSchema();

        string NameOf(int source) => source >= 0 ? input[source].Name : added[~source].Name;
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema Schema { get; }

    /// <summary>The output index of each added column.</summary>
    public IReadOnlyList<int> AddedColumnIndices { get; }

    /// <returns>The index among the input's columns, or among those added.</returns>
    public int MapColumnIndex(out bool isSource, int outputIndex)
    {
        int source = _sources[outputIndex];
        isSource = source >= 0;
        return isSource ? source : ~source;
    }

    /// <returns>A flag for each input column: whether it is passed on as an active output column.</returns>
    public bool[] GetActiveInput(Func<int, bool> activeOutput)
    {
        var active = new bool[InputSchema.Count];
        for (int i = 0; i < _sources.Length; i++)
        {
            if (_sources[i] >= 0 && activeOutput(i))
                active[_sources[i]] = true;
        }

        return active;
    }
}
