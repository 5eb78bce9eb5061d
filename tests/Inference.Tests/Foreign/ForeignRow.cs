using Microsoft.ML.Data;

namespace VaePipeline.Inference.Tests.Foreign;

/// <summary>Seeded random input for the models of export_models.py; the columns have the tensors' names.</summary>
internal sealed class ForeignRow
{
    public const int LatentSize = 20;
    public const int PixelCount = 28 * 28;

    [ColumnName("label")]
    public long Label { get; set; }

    [ColumnName("latent")]
    [VectorType(LatentSize)]
    public float[] Latent { get; set; } = [];

    [ColumnName("image")]
    [VectorType(1, 28, 28)]
    public float[] Image { get; set; } = [];

    /// <summary>Latents in [-2, 2), labels 0 to 9, pixels in [0, 1).</summary>
    public static ForeignRow[] Random(int count)
    {
        var random = new Random(20);
        return [.. Enumerable.Range(0, count).Select(_ => new ForeignRow
        {
            Label = random.Next(10),
            Latent = [.. Enumerable.Range(0, LatentSize).Select(_ => (random.NextSingle() * 4f) - 2f)],
            Image = [.. Enumerable.Range(0, PixelCount).Select(_ => random.NextSingle())],
        })];
    }
}
