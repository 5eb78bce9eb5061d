using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Onnx;

/// <summary>
/// Runs an ONNX model on each row by itself: batch 1, all active outputs in one run. Cursors may work on several threads over the
/// one session, which allows that.
/// </summary>
public sealed partial class OnnxTransformer : RowToRowTransformerBase, IDisposable
{
    private readonly OnnxModelSource _source;

    /// <exception cref="InvalidOperationException">The engine cannot load the model.</exception>
    internal OnnxTransformer(IHostEnvironment environment, OnnxModelSource source)
        : base(environment.Register(nameof(OnnxTransformer)))
    {
        ArgumentNullException.ThrowIfNull(source.Inputs);
        ArgumentNullException.ThrowIfNull(source.Outputs);
        foreach (string name in source.Inputs)
            Arguments.CheckNonWhiteSpace(name, "InputColumns");
        foreach (string name in source.Outputs)
            Arguments.CheckNonWhiteSpace(name, "OutputColumns");
        _source = source with { Bytes = null }; // The caller may close it.
        try
        {
            Model = OnnxModel.Open(environment, source);
        }
        catch (OnnxRuntimeException error)
        {
            throw new InvalidOperationException($"Error initializing model :{error}", error);
        }
        try
        {
            Inputs = source.Inputs.Length == 0 ? [.. Model.Inputs.Select(input => input.Name)] : source.Inputs;
            Outputs = source.Outputs.Length == 0 ? [.. Model.Outputs] : Array.ConvertAll(source.Outputs, Model.GetOutput);
        }
        catch
        {
            Model.Dispose();
            throw;
        }
    }

    internal OnnxModel Model { get; }

    /// <summary>Names of the inputs, which are those of the columns.</summary>
    internal string[] Inputs { get; }

    internal OnnxVariable[] Outputs { get; }

    /// <summary>Closes the session; a model that came as bytes loses its temporary file.</summary>
    public void Dispose() => Model.Dispose();

    private protected override IRowMapper MakeRowMapper(DataViewSchema schema) => new OnnxRowMapper(this, schema);
}
