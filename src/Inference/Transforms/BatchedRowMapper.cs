using Microsoft.ML;
using Microsoft.ML.Data;
using VaePipeline.Inference.Sessions;

namespace VaePipeline.Inference.Transforms;

/// <summary>Maps rows one at a time, as prediction engines do.</summary>
/// <param name="binding">The model's columns in the rows.</param>
/// <param name="makeBuffers">Makes room for one row; each mapped row has its own.</param>
internal sealed class BatchedRowMapper(SchemaBinding binding, Func<SessionBuffers> makeBuffers) : IRowToRowMapper
{
    /// <inheritdoc/>
    public DataViewSchema InputSchema => binding.InputSchema;

    /// <inheritdoc/>
    public DataViewSchema OutputSchema => binding.OutputSchema;

    /// <inheritdoc/>
    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        binding.Dependencies(binding.Active(dependingColumns));

    /// <summary>A row that follows <paramref name="input"/>, and owns it.</summary>
    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        if (input.Schema != InputSchema)
        {
            throw new ArgumentException(
                "row: of another schema; expected the one that the mapper was made for. Make a mapper for this row's schema.", nameof(input));
        }

        bool[] active = binding.Active(activeColumns);
        return new MappedRow(binding, input, active, binding.NeedsModel(active) ? makeBuffers() : null);
    }
}
