namespace VaePipeline.Inference.Transforms;

/// <summary>Serves the source's rows as they come, for a reader that asked for none of the model's columns.</summary>
internal sealed class PassThroughCursor(ColumnSelection selection, DataViewRowCursor source) : DataViewRowCursor
{
    /// <inheritdoc/>
    public override DataViewSchema Schema => selection.Binding.OutputSchema;

    /// <inheritdoc/>
    public override long Position => source.Position;

    /// <inheritdoc/>
    public override long Batch => source.Batch;

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) => selection.IsActive(column);

    /// <inheritdoc/>
    public override ValueGetter<DataViewRowId> GetIdGetter() => source.GetIdGetter();

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
        source.GetGetter<TValue>(selection.Binding.InputSchema[selection.Require(column)]);

    /// <inheritdoc/>
    public override bool MoveNext() => source.MoveNext();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            source.Dispose();
        }

        base.Dispose(disposing);
    }
}
