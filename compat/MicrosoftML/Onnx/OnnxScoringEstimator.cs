using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Onnx;

/// <summary>Applies an ONNX model to each row. The model is loaded when the estimator is made.</summary>
public sealed class OnnxScoringEstimator : TrivialEstimator<OnnxTransformer>
{
    internal OnnxScoringEstimator(IHostEnvironment environment, OnnxModelSource source)
        : base(environment.Register(nameof(OnnxTransformer)), new OnnxTransformer(environment, source))
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var columns = inputSchema.ToDictionary(column => column.Name);
        foreach (string name in Transformer.Inputs)
        {
            if (!inputSchema.TryFindColumn(name, out SchemaShape.Column column))
                throw Errors.SchemaMismatch(nameof(inputSchema), "input", name);
            OnnxVariable input = Transformer.Model.Inputs.FirstOrDefault(variable => variable.Name == name)
                ?? throw new InvalidOperationException($"Column {name} doesn't match input node names of model.");
            if (!column.ItemType.Equals(input.ItemType))
                throw Errors.SchemaMismatch(nameof(inputSchema), "input", name, input.ItemType.ToString(), column.ItemType.ToString());
        }
        foreach (OnnxVariable output in Transformer.Outputs)
        {
            var kind = output.Type is VectorDataViewType { IsKnownSize: true } ? SchemaShape.Column.VectorKind.Vector : SchemaShape.Column.VectorKind.VariableVector;
            columns[output.Name] = new SchemaShape.Column(output.Name, kind, output.ItemType, isKey: false);
        }
        return new SchemaShape(columns.Values);
    }
}
