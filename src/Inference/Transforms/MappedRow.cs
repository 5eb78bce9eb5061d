using Microsoft.ML;
using Microsoft.ML.Data;
using VaePipeline.Inference.Sessions;

namespace VaePipeline.Inference.Transforms;

/// <summary>
/// A row with the model's outputs beside the input row's columns. The model runs when the first of its columns is read
/// at a new position, once for all of them.
/// </summary>
internal sealed class MappedRow : DataViewRow
{
    private const long Never = long.MinValue;

    private readonly SchemaBinding _binding;
    private readonly DataViewRow _input;
    private readonly bool[] _active;
    private readonly SessionBuffers? _buffers;
    private readonly InputReader[] _readers;
    private long _computedPosition = Never;
    private bool _disposed;

    /// <summary>Owns the input row and the buffers from now on; no buffers where none of the model's columns is active.</summary>
    public MappedRow(SchemaBinding binding, DataViewRow input, bool[] active, SessionBuffers? buffers)
    {
        _binding = binding;
        _input = input;
        _active = active;
        _buffers = buffers;
        _readers = buffers is null ? [] : binding.Readers(input);
    }

    /// <inheritdoc/>
    public override DataViewSchema Schema => _binding.OutputSchema;

    /// <inheritdoc/>
    public override long Position => _input.Position;

    /// <inheritdoc/>
    public override long Batch => _input.Batch;

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) => _active[_binding.Index(column)];

    /// <inheritdoc/>
    public override ValueGetter<DataViewRowId> GetIdGetter() => _input.GetIdGetter();

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!IsColumnActive(column))
        {
            throw ColumnFaults.Inactive(column);
        }

        if (_buffers is null || !_binding.IsOutput(column.Index))
        {
            return _input.GetGetter<TValue>(_binding.InputSchema[column.Index]);
        }

        if (ColumnBuffer.Over(_buffers.Outputs[column.Index - _binding.InputSchema.Count], column.Type) is not ColumnBuffer<TValue> output)
        {
            throw ColumnFaults.WrongType(column, typeof(TValue));
        }

        return (ref TValue value) =>
        {
            Compute(_buffers);
            output.Get(0, ref value);
        };
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            _buffers?.Dispose();
            _input.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Compute(SessionBuffers buffers)
    {
        long position = _input.Position;
        if (position == _computedPosition)
        {
            return;
        }

        // Not computed until it is: a run that throws must not leave the last row's outputs as this one's.
        _computedPosition = Never;
        for (int i = 0; i < _readers.Length; i++)
        {
            _readers[i].Read(buffers.Inputs[i], 0);
        }

        buffers.Run(1);
        _computedPosition = position;
    }
}
