using VaePipeline.Inference.Sessions;

namespace VaePipeline.Inference.Transforms;

/// <summary>What estimator and transformer share: a model, the columns around it, and how to run it. Holds nothing native.</summary>
internal sealed class BatchedOnnxSpec
{
    /// <summary>Joins a model's tensors to columns.</summary>
    /// <exception cref="ArgumentException">A name is blank or given twice.</exception>
    /// <exception cref="BadInputException">Tensors fix batch axes of different sizes.</exception>
    public BatchedOnnxSpec(OnnxModel model, IReadOnlyList<TensorColumn> inputs, IReadOnlyList<TensorColumn> outputs, BatchedOnnxOptions options)
    {
        (Model, Inputs, Outputs, Options) = (model, inputs, outputs, options);
        foreach (TensorColumn column in inputs.Concat(outputs))
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(column.Name, $"column for \"{column.Tensor.Name}\"");
        }

        if (outputs.GroupBy(output => output.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"output column \"{twice.Key}\": given twice; expected a name of its own for each output.");
        }

        Tensors = new ModelTensors(model.Path, [.. inputs.Select(input => input.Tensor)], [.. outputs.Select(output => output.Tensor)]);
    }

    /// <summary>The model.</summary>
    public OnnxModel Model { get; }

    /// <summary>The columns that are read: one for each of the model's inputs.</summary>
    public IReadOnlyList<TensorColumn> Inputs { get; }

    /// <summary>The columns that are made.</summary>
    public IReadOnlyList<TensorColumn> Outputs { get; }

    /// <summary>Batch size and threads, in range.</summary>
    public BatchedOnnxOptions Options { get; }

    /// <summary>The tensors of <see cref="Inputs"/> and <see cref="Outputs"/>.</summary>
    public ModelTensors Tensors { get; }

    /// <summary>Finds the tensors of columns in a loaded model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="session">The model, loaded; stays the caller's.</param>
    /// <param name="inputColumns">The column for each input, or <c>null</c> for columns of the inputs' names.</param>
    /// <param name="outputColumns">The columns to make, by output, or <c>null</c> for all outputs under their names.</param>
    /// <param name="options">How to run it.</param>
    /// <exception cref="ArgumentException">A name is blank or given twice.</exception>
    /// <exception cref="BadInputException">The model cannot be batched, has other tensors, or an input without a column.</exception>
    public static BatchedOnnxSpec Of(
        OnnxModel model,
        OnnxSession session,
        IReadOnlyDictionary<string, string>? inputColumns,
        IReadOnlyDictionary<string, string>? outputColumns,
        BatchedOnnxOptions options)
    {
        inputColumns ??= session.InputNames.ToDictionary(name => name);
        outputColumns ??= session.OutputNames.ToDictionary(name => name);
        if (session.InputNames.FirstOrDefault(name => !inputColumns.ContainsKey(name)) is { } unfed)
        {
            throw BadInputException.In(
                model.Path, $"input {session.Input(unfed)}, which no column feeds", "a column for each input", $"Name a column for \"{unfed}\".");
        }

        return new BatchedOnnxSpec(
            model,
            [.. inputColumns.Select(pair => new TensorColumn(pair.Value, session.Input(pair.Key)))],
            [.. outputColumns.Select(pair => new TensorColumn(pair.Value, session.Output(pair.Key)))],
            options);
    }

    /// <summary>The type of a column that the model fills.</summary>
    public DataViewType TypeOf(TensorColumn output) => output.Type(Options.KeepBatchAxis);
}
