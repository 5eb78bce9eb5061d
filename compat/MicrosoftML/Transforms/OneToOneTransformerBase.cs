using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Base of the stock transformers that make each output column of one input column. Other assemblies cannot derive from it.</summary>
public abstract class OneToOneTransformerBase : RowToRowTransformerBase
{
    private protected OneToOneTransformerBase(IHost host, params (string Output, string Input)[] columns)
        : base(host)
    {
        var names = new HashSet<string>();
        foreach ((string output, string input) in columns)
        {
            Arguments.CheckNonEmpty(input, nameof(columns));
            Arguments.CheckNonEmpty(output, nameof(columns));
            if (!names.Add(output))
                throw new ArgumentOutOfRangeException(nameof(columns), $"Name of the result column '{output}' specified multiple times");
        }
        Pairs = columns;
    }

    private protected (string Output, string Input)[] Pairs { get; }

    private protected static (string Output, string Input)[] LoadPairs(ModelLoadContext context)
    {
        var pairs = new (string, string)[context.ReadCount(2 * sizeof(int))];
        for (int i = 0; i < pairs.Length; i++)
            pairs[i] = (context.LoadNonEmptyString(), context.LoadNonEmptyString());
        return pairs;
    }

    private protected void SavePairs(ModelSaveContext ctx)
    {
        ctx.Writer.Write(Pairs.Length);
        foreach ((string output, string input) in Pairs)
        {
            ctx.SaveString(output);
            ctx.SaveString(input);
        }
    }

    /// <summary>The index in <paramref name="inputSchema"/> of each pair's input, each of them checked.</summary>
    private protected int[] FindInputs(DataViewSchema inputSchema) => Array.ConvertAll(Pairs, pair =>
    {
        DataViewSchema.Column column = inputSchema.GetColumnOrNull(pair.Input) ?? throw Errors.SchemaMismatch(nameof(inputSchema), "input", pair.Input);
        CheckInput(column);
        return column.Index;
    });

    private protected virtual void CheckInput(DataViewSchema.Column column)
    {
    }

    /// <summary>Which input columns are asked for through the active outputs.</summary>
    private protected static Func<int, bool> Dependencies(int[] inputs, Func<int, bool> activeOutput)
    {
        var needed = inputs.Where((_, i) => activeOutput(i)).ToHashSet();
        return needed.Contains;
    }
}
