using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaePipeline.Inference.Tests.Transforms;

/// <summary>Input rows for pipelines of the tests.</summary>
internal sealed class LatentRow
{
    public string Name { get; set; } = "";

    public int Number { get; set; }

    [VectorType(2)]
    public float[] Latent { get; set; } = [];

    /// <summary>Rows whose latents are those of <see cref="TestModels.Latents"/>, named r0, r1, ...</summary>
    public static IDataView Rows(MLContext context, int count) => context.Data.LoadFromEnumerable(List(count));

    public static List<LatentRow> List(int count) =>
        [.. TestModels.Latents(count).Chunk(2).Select((latent, i) => new LatentRow { Name = $"r{i}", Number = i, Latent = latent })];
}
