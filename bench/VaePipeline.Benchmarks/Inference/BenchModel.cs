using Microsoft.ML.OnnxRuntime;

namespace VaePipeline.Benchmarks.Inference;

/// <summary>A model of one float32 input, and rows for it.</summary>
/// <param name="Name">What tables and --model call it.</param>
/// <param name="File">The .onnx file.</param>
/// <param name="Input">Its input.</param>
/// <param name="Outputs">Its outputs, float32 or uint8, all of them.</param>
/// <param name="Rows">Input rows, [<see cref="RowCount"/>, numbers of one row], which repeat where more are read.</param>
internal sealed record BenchModel(string Name, string File, BenchTensor Input, IReadOnlyList<BenchTensor> Outputs, float[] Rows)
{
    /// <summary>Different rows there are.</summary>
    public const int RowCount = 2048;

    /// <summary>The names of the outputs.</summary>
    public string[] OutputNames => [.. Outputs.Select(output => output.Name)];

    /// <summary>Reads what there is to know from the file.</summary>
    /// <param name="name">What tables and --model call it.</param>
    /// <param name="file">The .onnx file.</param>
    /// <param name="draw">Draws one number of a row.</param>
    public static BenchModel Open(string name, string file, Func<Random, double> draw)
    {
        using var session = new InferenceSession(file);
        BenchTensor input = BenchTensor.Of(session.InputNames.Single(), session.InputMetadata);
        var random = new Random(2);
        float[] rows = new float[RowCount * input.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = (float)draw(random);
        }

        return new BenchModel(name, file, input, [.. session.OutputNames.Select(output => BenchTensor.Of(output, session.OutputMetadata))], rows);
    }
}
