using Microsoft.ML;
using Microsoft.ML.Data;
using VaePipeline.Inference.Transforms;

namespace VaePipeline.Inference.Tests.Transforms.Contract;

/// <summary>Counts what all threads allocate, so no other test may run beside it.</summary>
[Collection(nameof(AllocationTests))]
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
public sealed class AllocationTests
{
    private readonly MLContext _context = new(seed: 1);

    [Theory]
    [ClassData(typeof(RunShapes))]
    public void Steady_state_allocates_under_500_bytes_a_call_16_a_row_with_batches_of_32(int workers, int batchSize)
    {
        var latent = new VBuffer<float>(2, [0.5f, -0.5f]);
        var source = new SourceView(20_000, new SourceColumn<VBuffer<float>>("Latent", SourceColumn.Latent.Type, _ => latent));
        using BatchedOnnxTransformer decoder = RunShapes.Decoder(_context, source, workers, batchSize);
        IDataView images = decoder.Transform(source);
        using DataViewRowCursor cursor = images.GetRowCursor([images.Schema["Image"]]);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(images.Schema["Image"]);
        VBuffer<float> image = default;

        Read(2000);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        Read(16_000);
        double allocated = (GC.GetTotalAllocatedBytes(precise: true) - before) / 16_000.0;

        // The engine's own C# makes 352 bytes a call, whatever the batch.
        Assert.True(allocated < 500.0 / batchSize, $"{allocated} bytes a row");

        void Read(int rows)
        {
            for (int row = 0; row < rows; row++)
            {
                Assert.True(cursor.MoveNext());
                getter(ref image);
            }
        }
    }
}
