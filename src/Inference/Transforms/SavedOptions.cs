using VaePipeline.Contracts.Onnx;
using VaePipeline.Contracts.Onnx.Editing;
using VaePipeline.Inference.Sessions;

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

    /// <summary>Gives a model the options and the name of the file that it once was, in place of any that were there.</summary>
    public static void Write(ModelProto model, string path, BatchedOnnxOptions options)
    {
        model.MetadataProps.Set(model.MetadataProps.Where(entry => !entry.Key.StartsWith(Prefix, StringComparison.Ordinal)));
        Add(SourceFile, Path.GetFileName(path));
        Add(BatchSize, Text(options.BatchSize));
        Add(FillBatches, options.FillBatches.ToString());
        Add(Workers, Text(options.Workers));
        Add(IntraOpThreads, Text(options.IntraOpThreads));
        Add(KeepBatchAxis, options.KeepBatchAxis.ToString());
        Add(NonFinite, options.NonFinite?.ToString() ?? Default);

        void Add(string key, string value) => model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
    }

    /// <summary>The options in a model, and the name of the file that it once was; <c>null</c> if it was not saved by this library.</summary>
    /// <exception cref="BadInputException">An entry is missing or out of range.</exception>
    public static (string SourceFile, BatchedOnnxOptions Options)? Read(OnnxModel model)
    {
        IReadOnlyDictionary<string, string> metadata = model.Summary.Metadata;
        if (!metadata.TryGetValue(SourceFile, out string? file))
        {
            return null;
        }

        try
        {
            return (file, new BatchedOnnxOptions
            {
                BatchSize = Number(BatchSize),
                FillBatches = metadata.TryGetValue(FillBatches, out string? fill) && bool.Parse(fill), // Not in older files.
                Workers = Number(Workers),
                IntraOpThreads = Number(IntraOpThreads),
                KeepBatchAxis = bool.Parse(metadata[KeepBatchAxis]),
                NonFinite = metadata[NonFinite] is var policy and not Default ? Enum.Parse<NonFinitePolicy>(policy) : null,
            }.Validated());
        }
        catch (Exception error) when (error is KeyNotFoundException or FormatException or OverflowException or ArgumentException)
        {
            throw BadInputException.In(
                model.Path, $"the options in its metadata cannot be read ({error.Message})", $"entries {Prefix}… as they were saved", "Save the model again.", error);
        }

        int? Number(string key) => metadata[key] is var text and not Default ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : null;
    }

    private static string Text(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? Default;
}
