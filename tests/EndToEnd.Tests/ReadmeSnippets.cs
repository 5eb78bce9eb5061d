using Microsoft.ML;
using VaePipeline.Inference;

namespace VaePipeline.EndToEnd.Tests;

/// <summary>The README's short pieces of code, here to be compiled; <see cref="ReadmeTests"/> compares them.</summary>
internal static class ReadmeSnippets
{
    public static void AnyModel(MLContext mlContext)
    {
        mlContext.Transforms.ApplyOnnxModelBatched("image", "latent", "decoder.onnx");          // tensor names are column names
        mlContext.Transforms.ApplyOnnxModelBatched(
            outputColumns: new Dictionary<string, string> { ["image"] = "Digit" },              // or by name
            inputColumns: new Dictionary<string, string> { ["latent"] = "Point", ["label"] = "Class" },
            "decoder.onnx",
            new BatchedOnnxOptions { BatchSize = 64, PixelType = PixelType.Byte });
    }
}
