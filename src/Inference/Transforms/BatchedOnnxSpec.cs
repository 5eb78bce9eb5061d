using VaePipeline.Inference.Sessions;

namespace VaePipeline.Inference.Transforms;

/// <summary>What estimator and transformer share: a model, the columns around it, and how to run it. Holds nothing native.</summary>
/// <param name="Model">The model.</param>
/// <param name="Inputs">The columns that are read.</param>
/// <param name="Outputs">The columns that are made.</param>
/// <param name="Options">Batch size and threads, in range.</param>
internal sealed record BatchedOnnxSpec(
    OnnxModel Model, IReadOnlyList<TensorColumn> Inputs, IReadOnlyList<TensorColumn> Outputs, BatchedOnnxOptions Options)
{
    /// <summary>The output column of that name, or <c>null</c>.</summary>
    public TensorColumn? Output(string name) => Outputs.FirstOrDefault(output => output.Name == name);

    /// <summary>Checks that names are there and that no two outputs share one.</summary>
    /// <exception cref="ArgumentException">A name is blank or given twice.</exception>
    public BatchedOnnxSpec Validated()
    {
        foreach (TensorColumn column in Inputs.Concat(Outputs))
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(column.Name, $"column for \"{column.Tensor.Name}\"");
        }

        if (Outputs.GroupBy(output => output.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"output column \"{twice.Key}\": given twice; expected a name of its own for each output.");
        }

        return this;
    }
}
