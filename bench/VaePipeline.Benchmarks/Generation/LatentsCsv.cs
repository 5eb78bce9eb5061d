using System.Globalization;
using VaePipeline.Benchmarks.Inference;

namespace VaePipeline.Benchmarks.Generation;

/// <summary>A CSV of standard normal latents of two numbers, seeded, each number as short as it reads back.</summary>
internal static class LatentsCsv
{
    /// <summary>Writes one; of more rows the first are the same.</summary>
    public static void Write(string file, long rows)
    {
        using var writer = new StreamWriter(file);
        var random = new Random(3);
        writer.Write("z0,z1\n");
        for (long row = 0; row < rows; row++)
        {
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"{(float)ShippedModels.Normal(random)},{(float)ShippedModels.Normal(random)}\n"));
        }
    }
}
