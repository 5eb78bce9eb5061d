using Microsoft.ML.OnnxRuntime;

namespace VaePipeline.Inference.Tests;

/// <summary>The models of Data/, and what they give one row at a time in a session of their own.</summary>
internal static class TestModels
{
    public const int LatentSize = 2;
    public const int PixelCount = 16;

    public static string Decoder => Path("decoder");

    public static string Encoder => Path("encoder");

    public static string Path(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "Data", name + ".onnx");

    /// <summary>Latents spread over [-2, 2], each row another: [count, 2].</summary>
    public static float[] Latents(int count) =>
        [.. Enumerable.Range(0, count * LatentSize).Select(i => (((i * 37) + (i * i)) % 257 / 64f) - 2f)];

    /// <summary>Images in [0, 1], each row another: [count, 1, 4, 4].</summary>
    public static float[] Images(int count) => [.. Enumerable.Range(0, count * PixelCount).Select(i => i * 29 % 97 / 96f)];

    /// <summary>Runs a model on one row after another, each in a session call of its own with batch 1.</summary>
    public static float[] RowByRow(string path, float[] input, long[] rowShape, string output)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1 };
        using var session = new InferenceSession(path, options);
        using var runOptions = new RunOptions();
        int rowLength = (int)rowShape.Aggregate(1L, (product, size) => product * size);
        var rows = new List<float>();
        foreach (float[] row in input.Chunk(rowLength))
        {
            using OrtValue value = OrtValue.CreateTensorValueFromMemory(row, [1, .. rowShape]);
            using IDisposableReadOnlyCollection<OrtValue> results =
                session.Run(runOptions, [session.InputNames[0]], [value], [output]);
            rows.AddRange(results[0].GetTensorDataAsSpan<float>());
        }

        return [.. rows];
    }

    public static float[] Decoded(float[] latents) => RowByRow(Decoder, latents, [LatentSize], "image");

    public static float[] Encoded(float[] images, string output) => RowByRow(Encoder, images, [1, 4, 4], output);

    /// <summary>
    /// Asserts equality up to the last bits: batched and single matrix products may add in another order.
    /// </summary>
    public static void AssertClose(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(MathF.Abs(expected[i] - actual[i]) <= 1e-6f * MathF.Max(1f, MathF.Abs(expected[i])), $"[{i}]: {expected[i]} and {actual[i]}");
        }
    }
}
