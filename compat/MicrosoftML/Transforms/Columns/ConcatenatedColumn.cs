namespace Microsoft.ML.Data;

/// <summary>A column joined of others.</summary>
/// <param name="Name">The column to make.</param>
/// <param name="Sources">The columns to join, in order, and what slot names call them; null: by their own names.</param>
internal sealed record ConcatenatedColumn(string Name, (string Name, string? Alias)[] Sources)
{
    public static ConcatenatedColumn Load(ModelLoadContext context)
    {
        string name = context.LoadNonEmptyString();
        var sources = new (string, string?)[context.ReadCount(2 * sizeof(int))];
        ModelEntryFormat.Require(sources.Length > 0, "Corrupt model file");
        for (int i = 0; i < sources.Length; i++)
            sources[i] = (context.LoadNonEmptyString(), context.LoadStringOrNull());
        return new ConcatenatedColumn(name, sources);
    }

    public void Save(ModelSaveContext ctx)
    {
        ctx.SaveString(Name);
        ctx.Writer.Write(Sources.Length);
        foreach ((string name, string? alias) in Sources)
        {
            ctx.SaveString(name);
            ctx.SaveStringOrNull(alias);
        }
    }
}
