namespace VaePipeline.Inference.Sessions;

/// <summary>The inputs and outputs of a model that are in use.</summary>
internal sealed class ModelTensors
{
    /// <summary>Joins inputs and outputs that share the batch axis.</summary>
    /// <param name="path">The model's file, for messages.</param>
    /// <param name="inputs">All inputs.</param>
    /// <param name="outputs">The outputs to compute.</param>
    /// <exception cref="BadInputException">Two tensors fix different sizes: their first axes are no batch.</exception>
    public ModelTensors(string path, IReadOnlyList<TensorInfo> inputs, IReadOnlyList<TensorInfo> outputs)
    {
        (Inputs, Outputs) = (inputs, outputs);
        (InputNames, OutputNames) = ([.. inputs.Select(tensor => tensor.Name)], [.. outputs.Select(tensor => tensor.Name)]);
        TensorInfo[] sized = [.. inputs.Concat(outputs).Where(tensor => tensor.FixedBatch is not null).DistinctBy(tensor => tensor.FixedBatch)];
        if (sized.Length > 1)
        {
            throw BadInputException.In(
                path, $"{sized[0]}, {sized[1]}", "a batch axis in front of both, [N, ...]", "Export the model with a symbolic first axis.");
        }

        FixedBatch = sized.FirstOrDefault()?.FixedBatch;
    }

    /// <summary>The inputs.</summary>
    public IReadOnlyList<TensorInfo> Inputs { get; }

    /// <summary>The outputs.</summary>
    public IReadOnlyList<TensorInfo> Outputs { get; }

    /// <summary>Names of <see cref="Inputs"/>.</summary>
    public string[] InputNames { get; }

    /// <summary>Names of <see cref="Outputs"/>.</summary>
    public string[] OutputNames { get; }

    /// <summary>The size that the model fixes for the batch axis, or <c>null</c> if it takes any number of rows.</summary>
    public int? FixedBatch { get; }
}
