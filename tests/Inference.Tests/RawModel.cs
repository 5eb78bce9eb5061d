using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace VaePipeline.Inference.Tests;

/// <summary>What a model in memory gives for one row, in a session of its own.</summary>
internal static class RawModel
{
    /// <summary>All outputs as float32, whatever their types; inputs are converted to what the model takes.</summary>
    public static Dictionary<string, float[]> Run(byte[] model, float[] row, params string[] inputNames)
    {
        using var session = new InferenceSession(model);
        using var runOptions = new RunOptions();
        var inputs = new List<OrtValue>();
        try
        {
            inputs.AddRange(inputNames.Select(name => Input(row, session.InputMetadata[name].ElementDataType)));
            using IDisposableReadOnlyCollection<OrtValue> results = session.Run(runOptions, inputNames, inputs, session.OutputNames);
            return session.OutputNames.Zip(results).ToDictionary(output => output.First, output => Numbers(output.Second));
        }
        finally
        {
            inputs.ForEach(input => input.Dispose());
        }
    }

    /// <summary>Inputs and outputs with their types: <c>signal Float16 [-1, 2]</c>.</summary>
    public static string[] Edges(byte[] model)
    {
        using var session = new InferenceSession(model);
        return
        [
            .. session.InputNames.Select(name => Edge(name, session.InputMetadata[name])),
            .. session.OutputNames.Select(name => Edge(name, session.OutputMetadata[name])),
        ];
    }

    private static string Edge(string name, NodeMetadata node) => $"{name} {node.ElementDataType} [{string.Join(", ", node.Dimensions)}]";

    private static OrtValue Input(float[] row, TensorElementType type) => type == TensorElementType.Float16
        ? OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(row, number => (Float16)number), [1, row.Length])
        : OrtValue.CreateTensorValueFromMemory(row, [1, row.Length]);

    private static float[] Numbers(OrtValue value) => value.GetTensorTypeAndShape().ElementDataType switch
    {
        TensorElementType.Float16 => Array.ConvertAll(value.GetTensorDataAsSpan<Float16>().ToArray(), number => (float)number),
        TensorElementType.UInt8 => Array.ConvertAll(value.GetTensorDataAsSpan<byte>().ToArray(), number => (float)number),
        TensorElementType.Double => Array.ConvertAll(value.GetTensorDataAsSpan<double>().ToArray(), number => (float)number),
        _ => value.GetTensorDataAsSpan<float>().ToArray(),
    };
}
