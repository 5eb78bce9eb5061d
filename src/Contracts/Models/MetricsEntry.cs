using System.Collections.Immutable;

namespace VaePipeline.Contracts.Models;

/// <summary>What a model reaches on images that it was not trained on.</summary>
public sealed record MetricsEntry
{
    /// <summary>The images that were measured, such as <c>test</c>.</summary>
    public required string Split { get; init; }

    /// <summary>How many images were measured.</summary>
    public required int Images { get; init; }

    /// <summary>Values by name, such as <c>negativeElbo</c>, in the unit that <see cref="Definition"/> gives.</summary>
    public required ImmutableSortedDictionary<string, double> Values { get; init; }

    /// <summary>What was computed, with unit and reductions, in whole words.</summary>
    public required string Definition { get; init; }
}
