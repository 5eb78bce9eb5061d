using Microsoft.ML.Transforms;

namespace VaePipeline.Inference.Tests.Transforms;

/// <summary>A custom mapping that a saved model finds again by its contract.</summary>
[CustomMappingFactoryAttribute(Contract)]
internal sealed class MarkedFactory : CustomMappingFactory<LatentRow, Marked>
{
    public const string Contract = "Marked";

    public override Action<LatentRow, Marked> GetMapping() => static (row, marked) => marked.Mark = row.Number * 2;
}

/// <summary>What the mapping adds.</summary>
internal sealed class Marked
{
    public int Mark { get; set; }
}
