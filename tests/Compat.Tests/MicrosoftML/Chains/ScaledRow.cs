using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaePipeline.Compat.Tests.MicrosoftML.Chains;

/// <summary>A row with one column more, which is an Int32 column of the input times a factor.</summary>
internal sealed class ScaledRow(DataViewRow source, DataViewSchema schema, string input, int factor) : DataViewRow
{
    public override long Position => source.Position;

    public override long Batch => source.Batch;

    public override DataViewSchema Schema => schema;

    public override ValueGetter<DataViewRowId> GetIdGetter() => source.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) =>
        column.Index < source.Schema.Count ? source.IsColumnActive(source.Schema[column.Index]) : source.IsColumnActive(source.Schema[input]);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (column.Index < source.Schema.Count)
            return source.GetGetter<TValue>(source.Schema[column.Index]);
        ValueGetter<int> getter = source.GetGetter<int>(source.Schema[input]);
        return (ValueGetter<TValue>)(Delegate)(ValueGetter<int>)((ref int value) =>
        {
            getter(ref value);
            value *= factor;
        });
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            source.Dispose();
        base.Dispose(disposing);
    }
}
