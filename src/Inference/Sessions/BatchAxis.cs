namespace VaePipeline.Inference.Sessions;

/// <summary>The first axis of a model's tensors: the batch.</summary>
internal static class BatchAxis
{
    /// <summary>The one size that the model fixes for its batch axis, or <c>null</c> where it takes any number of rows.</summary>
    /// <param name="path">The model's file, for messages.</param>
    /// <param name="tensors">Its inputs and outputs in use.</param>
    /// <exception cref="BadInputException">Two tensors fix different sizes: their first axes are no batch.</exception>
    public static int? FixedSize(string path, IReadOnlyCollection<TensorInfo> tensors)
    {
        TensorInfo? first = tensors.FirstOrDefault(tensor => tensor.FixedBatch is not null);
        if (first is not null && tensors.FirstOrDefault(tensor => tensor.FixedBatch is { } size && size != first.FixedBatch) is { } other)
        {
            throw BadInputException.In(
                path,
                $"{first}, {other}",
                "a batch axis in front of both, [N, ...]",
                "Export the model with a symbolic first axis.");
        }

        return first?.FixedBatch;
    }
}
