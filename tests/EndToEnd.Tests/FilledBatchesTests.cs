using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaePipeline.Inference;
using VaePipeline.Inference.Transforms;

namespace VaePipeline.EndToEnd.Tests;

/// <summary>What parts of a generation, or a resumed one, rest on: a row decodes to the same bits wherever it stands.</summary>
public sealed class FilledBatchesTests
{
    private const int Rows = 400;

    public static TheoryData<string> Models => [.. Directory.GetDirectories(RepositoryRoot.File("models")).Select(folder => Path.GetFileName(folder)!)];

    [Theory]
    [MemberData(nameof(Models))]
    public void Filled_batches_give_each_row_the_same_bits_wherever_it_stands(string model)
    {
        string folder = RepositoryRoot.File("models", model);
        var context = new MLContext();
        float[][] all = Decode(context, folder, first: 0);

        foreach (int first in new[] { 1, 2, 3, 5, 7, 8, 11, 12, 13, 31, 255, 257, 390, 399 })
        {
            float[][] part = Decode(context, folder, first);

            Assert.Equal(Rows - first, part.Length);
            for (int row = 0; row < part.Length; row++)
            {
                Assert.True(MemoryMarshal.AsBytes<float>(all[first + row]).SequenceEqual(MemoryMarshal.AsBytes<float>(part[row])), $"row {first + row}, decoded from row {first} on");
            }
        }
    }

    private static float[][] Decode(MLContext context, string folder, int first)
    {
        int size = VaePipeline.Inference.Sessions.LatentDecoder.Open(folder) is var decoder ? decoder.LatentSize : 0;
        decoder.Dispose();
        var random = new Random(1);
        Latent[] latents = [.. Enumerable.Range(0, Rows).Select(_ => new Latent { Values = [.. Enumerable.Range(0, size).Select(_ => (float)((4 * random.NextDouble()) - 2))] })];
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Latent));
        schema[nameof(Latent.Values)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, size);
        IDataView rows = context.Data.LoadFromEnumerable(latents[first..], schema);
        using BatchedOnnxTransformer transformer = context.Transforms
            .DecodeLatents(folder, "Image", nameof(Latent.Values), new BatchedOnnxOptions { FillBatches = true }).Fit(rows);
        return [.. transformer.Transform(rows).GetColumn<float[]>("Image")];
    }

    private sealed class Latent
    {
        public float[] Values { get; set; } = [];
    }
}
