using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A cursor that shows some of its input's rows, all of their columns, at positions of its own.</summary>
internal abstract class InputCursorBase(IChannelProvider provider, DataViewRowCursor input) : RootCursorBase(provider)
{
    public override long Batch => Input.Batch;

    public override DataViewSchema Schema => Input.Schema;

    protected DataViewRowCursor Input { get; } = input;

    public override bool IsColumnActive(DataViewSchema.Column column) => Input.IsColumnActive(column);

    public override ValueGetter<DataViewRowId> GetIdGetter() => Input.GetIdGetter();

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => Input.GetGetter<TValue>(column);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Input.Dispose();
        base.Dispose(disposing);
    }
}
