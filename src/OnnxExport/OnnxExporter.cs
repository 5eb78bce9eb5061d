using VaePipeline.OnnxExport.Verification;
using TensorModule = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace VaePipeline.OnnxExport;

/// <summary>
/// Writes any TorchSharp module with one input and one output as an ONNX file that computes the same: operator set 17,
/// a batch axis N of any size, weights inside the file.
/// </summary>
public static class OnnxExporter
{
    // Any seed would do; a fixed one makes a failure come back.
    private const int NoiseSeed = 20;

    /// <summary>
    /// Exports a module. The file is written under a temporary name, read back, and compared with the module in ONNX
    /// Runtime at batch 1, 2 and 33; only then it gets its name. The same weights give the same bytes.
    /// </summary>
    /// <param name="module">The module, float32, on the CPU, in evaluation mode; it stays the caller's.</param>
    /// <param name="inputShape">Shape of its input: N, then fixed sizes.</param>
    /// <param name="path">The file; one that is there is replaced. Its folder exists.</param>
    /// <param name="options">Names, forms, translators.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="ArgumentException">The options are not valid, or <see cref="OnnxExportOptions.MakeInput"/> makes another shape.</exception>
    /// <exception cref="ExportException">
    /// A layer cannot be translated, or the file would compute something else; nothing is replaced. The message names the layer.
    /// </exception>
    /// <exception cref="BadInputException">A weight is NaN or infinite; nothing is replaced.</exception>
    /// <exception cref="UnwritableOutputException">The path cannot be written.</exception>
    public static OnnxExportReport Export(TensorModule module, BatchShape inputShape, string path, OnnxExportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(inputShape);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        options = (options ?? new OnnxExportOptions()).Validated();

        var graph = new OnnxGraphBuilder(options.GraphName);
        var scope = new TranslationScope(graph, (options.Translators ?? ModuleTranslators.CreateDefault()).Find, options.GraphName, options.IsPlain);
        var input = graph.AddInput(options.InputName, inputShape, options.InputType);
        var output = scope.Whole(scope.Translate("", module, input));
        graph.AddOutput(options.OutputName, output);
        using var staged = StagedOnnxFile.Write(
            path, scope.Build(options.Metadata), [.. Batches(module, inputShape, options)]);
        var file = staged.Commit();
        return new OnnxExportReport(path, file.Bytes, file.Entry.Sha256, output.Shape, file.Parity.RelativeDifference, scope.Forms);
    }

    private static IEnumerable<ParityBatch> Batches(TensorModule module, BatchShape inputShape, OnnxExportOptions options)
    {
        var random = new SeededRandom(NoiseSeed, 0);
        foreach (var size in OnnxParity.BatchSizes)
        {
            long[] shape = [size, .. inputShape.Sizes];
            using var gradients = torch.no_grad();
            using var input = options.MakeInput?.Invoke(size) ?? torch.tensor(TensorCopy.Noise(ref random, size * inputShape.ElementsPerItem), shape);
            var type = options.InputType == OnnxElementType.Int64 ? torch.ScalarType.Int64 : torch.ScalarType.Float32;
            if (!input.shape.AsSpan().SequenceEqual(shape) || input.dtype != type)
            {
                throw new ArgumentException(
                    $"{nameof(OnnxExportOptions.MakeInput)}: made {input.dtype} {ElementIndex.FormatShape(input.shape)}; expected {type} {ElementIndex.FormatShape(shape)}. Make a batch of the shape that is exported.",
                    nameof(options));
            }

            using var numbers = input.to(torch.ScalarType.Float32);
            var copy = TensorCopy.Of(options.InputName, numbers);
            using var output = module.call(input);
            yield return new ParityBatch([copy], [TensorCopy.Of(options.OutputName, output)]);
        }
    }
}
