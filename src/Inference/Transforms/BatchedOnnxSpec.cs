using Microsoft.ML.Data;
using VaePipeline.Inference.Sessions;

namespace VaePipeline.Inference.Transforms;

/// <summary>What estimator and transformer share: a model, the columns around it, and how to run it. Holds nothing native.</summary>
/// <param name="Model">The model.</param>
/// <param name="Inputs">The columns that are read: one for each of the model's inputs.</param>
/// <param name="Outputs">The columns that are made.</param>
/// <param name="Options">Batch size and threads, in range.</param>
internal sealed record BatchedOnnxSpec(
    OnnxModel Model, IReadOnlyList<TensorColumn> Inputs, IReadOnlyList<TensorColumn> Outputs, BatchedOnnxOptions Options)
{
    /// <summary>The tensors of <see cref="Inputs"/>.</summary>
    public IReadOnlyList<TensorInfo> InputTensors => [.. Inputs.Select(input => input.Tensor)];

    /// <summary>The tensors of <see cref="Outputs"/>.</summary>
    public IReadOnlyList<TensorInfo> OutputTensors => [.. Outputs.Select(output => output.Tensor)];

    /// <summary>The size that the model fixes for its batch axis, or <c>null</c>.</summary>
    /// <exception cref="BadInputException">Tensors fix batch axes of different sizes.</exception>
    public int? FixedBatch => BatchAxis.FixedSize(Model.Path, [.. InputTensors, .. OutputTensors]);

    /// <summary>Loads a model once to see its tensors, and joins them to columns.</summary>
    /// <param name="model">The model.</param>
    /// <param name="inputColumns">The column for each input, or <c>null</c> for columns of the inputs' names.</param>
    /// <param name="outputColumns">The columns to make, by output, or <c>null</c> for all outputs under their names.</param>
    /// <param name="options">How to run it.</param>
    /// <param name="check">Called with the loaded model: throws where it is not what the caller needs.</param>
    /// <exception cref="ArgumentException">A name is blank or given twice, or an option is out of range.</exception>
    /// <exception cref="BadInputException">The model cannot be batched, has other tensors, or an input without a column.</exception>
    public static BatchedOnnxSpec Create(
        OnnxModel model,
        IReadOnlyDictionary<string, string>? inputColumns,
        IReadOnlyDictionary<string, string>? outputColumns,
        BatchedOnnxOptions options,
        Action<OnnxSession>? check = null)
    {
        model = GraphTypeAdapter.Adapt(model, options.PixelType);
        using OnnxSession session = OnnxSession.Open(model, options);
        check?.Invoke(session);
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
            options).Validated();
    }

    /// <summary>The output column of that name, or <c>null</c>.</summary>
    public TensorColumn? Output(string name) => Outputs.FirstOrDefault(output => output.Name == name);

    /// <summary>The type of a column that the model fills.</summary>
    public DataViewType TypeOf(TensorColumn output) => output.Type(Options.KeepBatchAxis);

    /// <summary>Checks names and batch axes.</summary>
    /// <exception cref="ArgumentException">A name is blank or given twice.</exception>
    /// <exception cref="BadInputException">Tensors fix batch axes of different sizes.</exception>
    private BatchedOnnxSpec Validated()
    {
        foreach (TensorColumn column in Inputs.Concat(Outputs))
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(column.Name, $"column for \"{column.Tensor.Name}\"");
        }

        if (Outputs.GroupBy(output => output.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"output column \"{twice.Key}\": given twice; expected a name of its own for each output.");
        }

        _ = FixedBatch;
        return this;
    }
}
