using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaePipeline.Inference.Transforms;

/// <summary>Serves the source's rows as they come, for a reader who wants none of the model's columns.</summary>
internal sealed class PassThroughCursor(SchemaBinding binding, DataViewRowCursor source, bool[] active) : DataViewRowCursor
{
    /// <inheritdoc/>
    public override DataViewSchema Schema => binding.OutputSchema;

    /// <inheritdoc/>
    public override long Position => source.Position;

    /// <inheritdoc/>
    public override long Batch => source.Batch;

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) => active[binding.Index(column)];

    /// <inheritdoc/>
    public override ValueGetter<DataViewRowId> GetIdGetter() => source.GetIdGetter();

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => IsColumnActive(column)
        ? source.GetGetter<TValue>(binding.InputSchema[column.Index])
        : throw ColumnFaults.Inactive(column);

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
