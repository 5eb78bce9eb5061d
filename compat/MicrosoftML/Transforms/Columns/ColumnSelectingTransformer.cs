using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Keeps or drops columns.</summary>
public sealed class ColumnSelectingTransformer : ITransformer
{
    internal static readonly ModelVersion Version = new("SELCOLST", 0x00010001, 0x00010001, 0x00010001, "SelectColumnsTransform");

    private readonly IHost _host;

    internal ColumnSelectingTransformer(IHostEnvironment environment, ColumnChoice choice)
    {
        ArgumentNullException.ThrowIfNull(choice.Names);
        _host = environment.Register(nameof(ColumnSelectingTransformer));
        Choice = choice;
    }

    bool ITransformer.IsRowToRowMapper => true;

    internal ColumnChoice Choice { get; }

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        Check(inputSchema, nameof(inputSchema));
        return new ColumnMap(Choice, inputSchema).OutputSchema;
    }

    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Check(input.Schema, nameof(input));
        return new SelectedColumnsView(_host, Choice, input);
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        Check(inputSchema, nameof(inputSchema));
        return new SelectedColumnsView(_host, Choice, new EmptyDataView(_host, inputSchema));
    }

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        ctx.SetVersion(Version);
        ctx.Writer.Write(Choice.Keep);
        ctx.Writer.Write(Choice.KeepHidden);
        ctx.Writer.Write(Choice.IgnoreMissing);
        ctx.Writer.Write(Choice.Names.Length);
        foreach (string name in Choice.Names)
            ctx.SaveString(name);
    }

    internal static ColumnSelectingTransformer Load(ModelLoadContext context)
    {
        context.CheckVersion(Version);
        (bool keep, bool keepHidden, bool ignoreMissing) = (context.Reader.ReadBoolean(), context.Reader.ReadBoolean(), context.Reader.ReadBoolean());
        var names = new string[context.ReadCount(sizeof(int))];
        for (int i = 0; i < names.Length; i++)
            names[i] = context.LoadNonEmptyString();
        return new ColumnSelectingTransformer(context.Environment, new ColumnChoice(names, keep, keepHidden, ignoreMissing));
    }

    private void Check(DataViewSchema schema, string parameter)
    {
        string[] missing = Choice.MissingFrom(schema.Select(column => column.Name));
        if (missing.Length > 0)
            throw Errors.SchemaMismatch(parameter, "input", string.Join(',', missing));
    }
}
