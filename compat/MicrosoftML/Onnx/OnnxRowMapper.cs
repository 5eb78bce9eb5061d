using System.Globalization;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms.Onnx;

/// <summary>The columns that a model adds to one input schema.</summary>
internal sealed class OnnxRowMapper : IRowMapper
{
    private const string OutputSuffix = ".output"; // Of ML.NET's own exporter.

    private readonly OnnxTransformer _parent;
    private readonly OnnxVariable[] _inputs;
    private readonly int[] _columns;

    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type, or an input has two free axes.</exception>
    /// <exception cref="InvalidOperationException">A column is of another length.</exception>
    public OnnxRowMapper(OnnxTransformer parent, DataViewSchema inputSchema)
    {
        _parent = parent;
        _inputs = Array.ConvertAll(parent.Inputs, parent.Model.GetInput);
        _columns = Array.ConvertAll(_inputs, input => Bind(input, inputSchema));
    }

    public DataViewSchema.DetachedColumn[] GetOutputColumns() =>
        Array.ConvertAll(_parent.Outputs, output => new DataViewSchema.DetachedColumn(ColumnName(output), output.Type));

    public Func<int, bool> GetDependencies(Func<int, bool> activeOutput)
    {
        bool any = Enumerable.Range(0, _parent.Outputs.Length).Any(activeOutput);
        return column => any && _columns.Contains(column);
    }

    public Delegate?[] CreateGetters(DataViewRow input, Func<int, bool> activeOutput, out Action? disposer)
    {
        disposer = null;
        OnnxVariable[] active = [.. _parent.Outputs.Where((_, i) => activeOutput(i))];
        if (active.Length == 0)
            return new Delegate?[_parent.Outputs.Length]; // The input columns need not be active either.
        OnnxInputReader[] readers = [.. _inputs.Zip(_columns, (variable, column) => OnnxInputReader.Create(input, input.Schema[column], variable))];
        var run = new OnnxRowRun(_parent.Model, input, readers, [.. active.Select(output => output.Name)]);
        disposer = run.Dispose;
        return [.. _parent.Outputs.Select((output, i) => activeOutput(i) ? OnnxOutputGetters.Create(run, output) : null)];
    }

    public ITransformer GetTransformer() => _parent;

    private static string ColumnName(OnnxVariable output) => output.Name.EndsWith(OutputSuffix, StringComparison.Ordinal)
        ? output.Name.Replace(OutputSuffix, "", StringComparison.Ordinal)
        : output.Name;

    private static int Bind(OnnxVariable input, DataViewSchema inputSchema)
    {
        int[] shape = input.RowShape;
        if (shape.Count(axis => axis == 0) > 1)
            throw new ArgumentOutOfRangeException(input.Name, "Only 1 unknown dimension is allowed");
        DataViewSchema.Column column = inputSchema.GetColumnOrNull(input.Name) ?? throw Errors.SchemaMismatch(nameof(inputSchema), "input", input.Name);

        DataViewType itemType = column.Type.ItemTypeOf();
        bool suits = itemType.Equals(input.ItemType) || (itemType is KeyDataViewType && itemType.RawType == input.ItemType.RawType);
        if (!suits)
            throw Errors.SchemaMismatch(nameof(inputSchema), "input", input.Name, input.ItemType.ToString(), column.Type.ToString());
        int length = column.Type is VectorDataViewType vector ? vector.Size : 1;
        if (!shape.Contains(0) && length % shape.Aggregate((product, axis) => product * axis) != 0)
        {
            string axes = string.Join(',', shape.Select(axis => axis.ToString(CultureInfo.InvariantCulture)));
            throw new InvalidOperationException(Errors.Invariant($"Input shape mismatch: Input '{input.Name}' has shape {axes}, but input data is of length {length}."));
        }
        return column.Index;
    }
}
