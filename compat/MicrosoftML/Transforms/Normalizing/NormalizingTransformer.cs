using System.Globalization;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Brings columns to a common scale, as learned.</summary>
public sealed partial class NormalizingTransformer : OneToOneTransformerBase
{
    internal static readonly ModelVersion Version = new("NORMALZR", 0x00010002, 0x00010001, 0x00010002, "Normalizer");

    private readonly NormalizedColumn[] _columns;

    internal NormalizingTransformer(IHostEnvironment environment, NormalizedColumn[] columns)
        : base(environment.Register(nameof(NormalizingTransformer)), Array.ConvertAll(columns, column => (column.Output, column.Input)))
    {
        _columns = columns;
    }

    /// <summary>What was learned of the column at <paramref name="index"/>: affine parameters or those of a distribution, of one value or of an array.</summary>
    public NormalizerModelParametersBase GetNormalizerModelParameters(int index)
    {
        if (index < 0 || index >= _columns.Length)
            throw new ArgumentOutOfRangeException(nameof(index), Errors.Invariant($"Not valid. Valid range is from 0 (inclusive) to {_columns.Length} (exclusive) but got {index}."));
        return _columns[index].Function.Parameters;
    }

    internal static NormalizingTransformer Load(ModelLoadContext context)
    {
        context.CheckVersion(Version);
        (string Output, string Input)[] pairs = LoadPairs(context);
        var columns = new NormalizedColumn[pairs.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            DataViewType type = NormalizedColumn.LoadType(context);
            NormalizerFunction function = context.ReadPart(FolderOf(i), part => NormalizerFunction.Load(part, type));
            columns[i] = new NormalizedColumn(pairs[i].Output, pairs[i].Input, type, function);
        }
        return new NormalizingTransformer(context.Environment, columns);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersion(Version);
        SavePairs(ctx);
        for (int i = 0; i < _columns.Length; i++)
        {
            _columns[i].SaveType(ctx);
            ctx.SavePart(FolderOf(i), _columns[i].Function.Save);
        }
    }

    private protected override void CheckInput(DataViewSchema.Column column)
    {
        const string expected = "scalar or known-size vector of Single";
        if (column.Type is VectorDataViewType { IsKnownSize: false })
            throw Errors.SchemaMismatch("inputSchema", "input", column.Name, expected, "variable-size vector");
        DataViewType itemType = column.Type.ItemTypeOf();
        if (itemType != NumberDataViewType.Single && itemType != NumberDataViewType.Double)
            throw Errors.SchemaMismatch("inputSchema", "input", column.Name, expected, column.Type.ToString());
    }

    private protected override IRowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private static string FolderOf(int column) => string.Create(CultureInfo.InvariantCulture, $"Normalizer_{column:000}");

    private sealed class Mapper(NormalizingTransformer parent, DataViewSchema schema) : RowMapperBase(schema, parent)
    {
        private readonly int[] _inputs = parent.FindInputs(schema);

        public override Func<int, bool> GetDependencies(Func<int, bool> activeOutput) => Dependencies(_inputs, activeOutput);

        protected override DataViewSchema.DetachedColumn[] MakeOutputColumns() => [.. parent._columns.Select((column, i) =>
        {
            var annotations = new DataViewSchema.Annotations.Builder();
            annotations.AddPrimitiveValue(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance, true);
            annotations.Add(InputSchema[_inputs[i]].Annotations, name => name == AnnotationKinds.SlotNames);
            return new DataViewSchema.DetachedColumn(column.Output, column.Type, annotations.ToAnnotations());
        })];

        protected override Delegate MakeGetter(DataViewRow input, int outputIndex, Func<int, bool> activeOutput, out Action? disposer)
        {
            disposer = null;
            return parent._columns[outputIndex].Function.MakeGetter(input, input.Schema[_inputs[outputIndex]]);
        }
    }
}
