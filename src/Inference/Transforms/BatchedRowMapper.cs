using VaePipeline.Inference.Sessions;

namespace VaePipeline.Inference.Transforms;

/// <summary>Maps rows one at a time, as prediction engines do.</summary>
/// <param name="binding">The model's columns in the rows.</param>
/// <param name="newBuffers">Makes room for one row; each mapped row has its own.</param>
internal sealed class BatchedRowMapper(SchemaBinding binding, Func<SessionBuffers> newBuffers) : IRowToRowMapper
{
    /// <inheritdoc/>
    public DataViewSchema InputSchema => binding.InputSchema;

    /// <inheritdoc/>
    public DataViewSchema OutputSchema => binding.OutputSchema;

    /// <inheritdoc/>
    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        new ColumnSelection(binding, dependingColumns).Dependencies;

    /// <summary>A row that follows <paramref name="input"/>, and owns it.</summary>
    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        if (input.Schema != InputSchema)
        {
            throw new ArgumentException(
                "row: of another schema; expected the one that the mapper was made for. Make a mapper for this row's schema.", nameof(input));
        }

        var selection = new ColumnSelection(binding, activeColumns);
        return new MappedRow(selection, input, selection.NeedsModel ? newBuffers() : null);
    }

    /// <summary>
    /// A row with the model's outputs beside the input row's columns. The model runs when the first of its columns is read
    /// at a new position, once for all of them.
    /// </summary>
    private sealed class MappedRow(ColumnSelection selection, DataViewRow input, SessionBuffers? buffers) : DataViewRow
    {
        private const long Never = long.MinValue;

        private readonly RowInput[] _inputs = buffers is null ? [] : selection.Binding.RowInputs(input);
        private long _computedPosition = Never;
        private bool _disposed;

        public override DataViewSchema Schema => selection.Binding.OutputSchema;

        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override bool IsColumnActive(DataViewSchema.Column column) => selection.IsActive(column);

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            int output = selection.Require(column) - selection.Binding.InputSchema.Count;
            if (buffers is null || output < 0)
            {
                return input.GetGetter<TValue>(selection.Binding.InputSchema[column.Index]);
            }

            if (ColumnBuffer.Over(buffers.Outputs[output], column.Type) is not ColumnBuffer<TValue> values)
            {
                throw ColumnFaults.WrongType(column, typeof(TValue));
            }

            return (ref TValue value) =>
            {
                Compute(buffers);
                values.Get(0, ref value);
            };
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing && !_disposed)
            {
                _disposed = true;
                buffers?.Dispose();
                input.Dispose();
            }

            base.Dispose(disposing);
        }

        private void Compute(SessionBuffers buffers)
        {
            long position = input.Position;
            if (position == _computedPosition)
            {
                return;
            }

            // Not computed until it is: a run that throws must not leave the last row's outputs as this one's.
            _computedPosition = Never;
            for (int i = 0; i < _inputs.Length; i++)
            {
                _inputs[i].Read(buffers.Inputs[i], 0);
            }

            buffers.Run(1);
            _computedPosition = position;
        }
    }
}
