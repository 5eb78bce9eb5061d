using Microsoft.ML.Data;

namespace VaePipeline.Benchmarks.Inference;

/// <summary>A row of a prediction engine: one vector, whose column has the name of a tensor.</summary>
internal sealed class NumberRow
{
    /// <summary>The tensor's numbers.</summary>
    public float[] Values { get; set; } = [];

    /// <summary>Says which tensor.</summary>
    public static SchemaDefinition Definition(BenchTensor tensor)
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(NumberRow));
        definition[0].ColumnName = tensor.Name;
        definition[0].ColumnType = new VectorDataViewType(NumberDataViewType.Single, tensor.Length);
        return definition;
    }
}
