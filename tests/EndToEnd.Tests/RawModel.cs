using Microsoft.ML.OnnxRuntime;

namespace VaePipeline.EndToEnd.Tests;

/// <summary>A model in a session of its own, one row a call: where expected values come from.</summary>
internal sealed class RawModel(string path) : IDisposable
{
    private readonly InferenceSession _session = new(path);

    /// <summary>Runs a row of the model's one input and gives an output's row.</summary>
    public float[] Run(float[] row, string output)
    {
        (string name, NodeMetadata metadata) = _session.InputMetadata.Single();
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(row, [1, .. metadata.Dimensions.Skip(1).Select(size => (long)size)]);
        using RunOptions options = new();
        using var outputs = _session.Run(options, [name], [input], [output]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }

    public void Dispose() => _session.Dispose();
}
