using Microsoft.ML;
using VaePipeline.Inference.Transforms;

namespace VaePipeline.Inference.Tests.Transforms.Contract;

/// <summary>Workers and batch sizes with which the contract is tested: both alone, and batches that end at, before and after the rows do.</summary>
internal sealed class RunShapes : TheoryData<int, int>
{
    public RunShapes()
    {
        foreach (int workers in new[] { 1, 2, 4 })
        {
            foreach (int batchSize in new[] { 1, 3, 32 })
            {
                Add(workers, batchSize);
            }
        }
    }

    public static BatchedOnnxTransformer Decoder(MLContext context, IDataView source, int workers, int batchSize) => context.Transforms
        .DecodeLatents(TestModels.Decoder, options: new BatchedOnnxOptions { Workers = workers, BatchSize = batchSize }).Fit(source);
}
