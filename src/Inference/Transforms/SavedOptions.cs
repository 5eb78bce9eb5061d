using VaePipeline.Contracts.Onnx;
using VaePipeline.Inference.Graphs;

namespace VaePipeline.Inference.Transforms;

/// <summary>
/// Options as entries of a model's <c>metadata_props</c>, which ML.NET carries along unread. Types of pixels and sizes of
/// axes are not among them: they stand in the graph.
/// </summary>
internal static class SavedOptions
{
    private const string Prefix = "VaePipeline.";
    private const string SourceFile = Prefix + nameof(SourceFile);
    private const string BatchSize = Prefix + nameof(BatchedOnnxOptions.BatchSize);
    private const string FillBatches = Prefix + nameof(BatchedOnnxOptions.FillBatches);
    private const string Workers = Prefix + nameof(BatchedOnnxOptions.Workers);
    private const string IntraOpThreads = Prefix + nameof(BatchedOnnxOptions.IntraOpThreads);
    private const string KeepBatchAxis = Prefix + nameof(BatchedOnnxOptions.KeepBatchAxis);
    private const string NonFinite = Prefix + nameof(BatchedOnnxOptions.NonFinite);
    private const string Default = "Default";

    /// <summary>A model with the options and the name of the file that it once was, in place of any that were there.</summary>
    public static byte[] Write(byte[] model, string path, BatchedOnnxOptions options) => OnnxFile.AppendMetadata(
        ProtobufField.Join([.. ProtobufField.In(model).Where(field => !IsOption(field))]),
        new Dictionary<string, string>
        {
            [SourceFile] = Path.GetFileName(path),
            [BatchSize] = Text(options.BatchSize),
            [FillBatches] = options.FillBatches.ToString(),
            [Workers] = Text(options.Workers),
            [IntraOpThreads] = Text(options.IntraOpThreads),
            [KeepBatchAxis] = options.KeepBatchAxis.ToString(),
            [NonFinite] = options.NonFinite?.ToString() ?? Default,
        });

    /// <summary>The options in a model, and the name of the file that it once was; <c>null</c> where it was not saved by this library.</summary>
    /// <exception cref="BadInputException">An entry is missing or out of range.</exception>
    public static (string SourceFile, BatchedOnnxOptions Options)? Read(OnnxModel model)
    {
        if (!model.Metadata.TryGetValue(SourceFile, out string? file))
        {
            return null;
        }

        try
        {
            return (file, new BatchedOnnxOptions
            {
                BatchSize = Number(BatchSize),
                FillBatches = model.Metadata.TryGetValue(FillBatches, out string? fill) && bool.Parse(fill), // Not in older files.
                Workers = Number(Workers),
                IntraOpThreads = Number(IntraOpThreads),
                KeepBatchAxis = bool.Parse(model.Metadata[KeepBatchAxis]),
                NonFinite = model.Metadata[NonFinite] is var policy and not Default ? Enum.Parse<NonFinitePolicy>(policy) : null,
            }.Validated());
        }
        catch (Exception error) when (error is KeyNotFoundException or FormatException or OverflowException or ArgumentException)
        {
            throw BadInputException.In(
                model.Path, $"the options in its metadata cannot be read ({error.Message})", $"entries {Prefix}… as they were saved", "Save the model again.", error);
        }

        int? Number(string key) => model.Metadata[key] is var text and not Default ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : null;
    }

    private static bool IsOption(ProtobufField field) => field.Number == OnnxFields.ModelMetadata
        && GraphValues.TextOf(field.Payload, OnnxFields.EntryKey).StartsWith(Prefix, StringComparison.Ordinal);

    private static string Text(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? Default;
}
