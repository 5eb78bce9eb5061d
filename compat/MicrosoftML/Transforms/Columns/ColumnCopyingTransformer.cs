using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Copies columns: type, values and annotations.</summary>
public sealed class ColumnCopyingTransformer : OneToOneTransformerBase
{
    internal static readonly ModelVersion Version = new("COPYCOLT", 0x00010001, 0x00010001, 0x00010001, "CopyTransform");

    internal ColumnCopyingTransformer(IHostEnvironment environment, params (string Output, string Input)[] columns)
        : base(environment.Register(nameof(ColumnCopyingTransformer)), columns)
    {
    }

    internal IReadOnlyList<(string Output, string Input)> Columns => Pairs;

    internal static ColumnCopyingTransformer Load(ModelLoadContext context)
    {
        context.CheckVersion(Version);
        return new ColumnCopyingTransformer(context.Environment, LoadPairs(context));
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersion(Version);
        SavePairs(ctx);
    }

    private protected override IRowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private sealed class Mapper(ColumnCopyingTransformer parent, DataViewSchema schema) : RowMapperBase(schema, parent)
    {
        private readonly int[] _inputs = parent.FindInputs(schema);

        public override Func<int, bool> GetDependencies(Func<int, bool> activeOutput) => Dependencies(_inputs, activeOutput);

        protected override DataViewSchema.DetachedColumn[] MakeOutputColumns() =>
            [.. _inputs.Select((input, i) => new DataViewSchema.DetachedColumn(parent.Pairs[i].Output, InputSchema[input].Type, InputSchema[input].Annotations))];

        protected override Delegate MakeGetter(DataViewRow input, int outputIndex, Func<int, bool> activeOutput, out Action? disposer)
        {
            disposer = null;
            return RowGetters.AsDelegate(input, input.Schema[_inputs[outputIndex]]);
        }
    }
}
