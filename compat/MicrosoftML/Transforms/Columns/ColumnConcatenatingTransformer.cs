using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Joins columns of one item type to a vector.</summary>
public sealed class ColumnConcatenatingTransformer : RowToRowTransformerBase
{
    internal static readonly ModelVersion Version = new("CONCAT F", 0x00010003, 0x00010003, 0x00010003, "ConcatTransform");

    private readonly ConcatenatedColumn[] _columns;

    internal ColumnConcatenatingTransformer(IHostEnvironment environment, params ConcatenatedColumn[] columns)
        : base(environment.Register(nameof(ColumnConcatenatingTransformer)))
    {
        _columns = columns;
    }

    internal static ColumnConcatenatingTransformer Load(ModelLoadContext context)
    {
        context.CheckVersion(Version);
        var columns = new ConcatenatedColumn[context.ReadCount(4 * sizeof(int))];
        for (int i = 0; i < columns.Length; i++)
            columns[i] = ConcatenatedColumn.Load(context);
        return new ColumnConcatenatingTransformer(context.Environment, columns);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersion(Version);
        ctx.Writer.Write(_columns.Length);
        foreach (ConcatenatedColumn column in _columns)
            column.Save(ctx);
    }

    private protected override IRowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private sealed class Mapper(ColumnConcatenatingTransformer parent, DataViewSchema schema) : RowMapperBase(schema, parent)
    {
        private readonly ColumnJoin[] _joins = Array.ConvertAll(parent._columns, column => new ColumnJoin(column, schema));

        public override Func<int, bool> GetDependencies(Func<int, bool> activeOutput)
        {
            var needed = _joins.Where((_, i) => activeOutput(i)).SelectMany(join => join.Sources).Select(source => source.Index).ToHashSet();
            return needed.Contains;
        }

        protected override DataViewSchema.DetachedColumn[] MakeOutputColumns() => Array.ConvertAll(_joins, join => join.MakeColumn());

        protected override Delegate MakeGetter(DataViewRow input, int outputIndex, Func<int, bool> activeOutput, out Action? disposer)
        {
            disposer = null;
            return _joins[outputIndex].MakeGetter(input);
        }
    }
}
