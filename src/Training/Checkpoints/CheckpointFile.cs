using System.Text.Json;
using VaePipeline.Contracts.Safetensors;
using VaePipeline.Training.Optimization;
using VaePipeline.Training.Options;

namespace VaePipeline.Training.Checkpoints;

/// <summary>
/// Checkpoints as safetensors: the tensors are named <c>weights/NAME</c>, <c>ema/NAME</c>, <c>adam.exp_avg/NAME</c> and
/// <c>adam.exp_avg_sq/NAME</c>; everything else stands in the texts of the header.
/// </summary>
internal static class CheckpointFile
{
    /// <summary>Version of the format; raised when a reader of the one before would go wrong.</summary>
    public const int FormatVersion = 1;

    private const string Weights = "weights/";
    private const string Average = "ema/";
    private const string FirstMoments = "adam.exp_avg/";
    private const string SecondMoments = "adam.exp_avg_sq/";

    private const string VersionKey = "checkpoint_version";
    private const string StateKey = "state";
    private const string OptionsKey = "options";
    private const string DataKey = "data";

    /// <summary>Writes the file's bytes. The same checkpoint gives the same bytes.</summary>
    /// <param name="stream">Receives them; stays the caller's.</param>
    /// <param name="checkpoint">What to write.</param>
    public static void Write(Stream stream, Checkpoint checkpoint)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [VersionKey] = FormatVersion.ToString(CultureInfo.InvariantCulture),
            [StateKey] = JsonSerializer.Serialize(checkpoint.State, RunStateJson.Default.RunState),
            [OptionsKey] = JsonSerializer.Serialize(checkpoint.Options, TrainingOptionsJson.Default.TrainingOptions),
            [DataKey] = checkpoint.Data.ToString(),
        };
        SafetensorsFile.Write(
            stream,
            [
                .. Prefixed(Weights, checkpoint.Tensors.Weights),
                .. Prefixed(Average, checkpoint.Tensors.Average),
                .. Prefixed(FirstMoments, checkpoint.Tensors.FirstMoments),
                .. Prefixed(SecondMoments, checkpoint.Tensors.SecondMoments),
            ],
            metadata);
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="BadInputException">It is damaged, cut short, of a newer format, or no checkpoint.</exception>
    public static Checkpoint Read(string path)
    {
        var (tensors, metadata) = SafetensorsFile.Read(path);
        CheckVersion(path, metadata);
        try
        {
            return new Checkpoint(
                JsonSerializer.Deserialize(metadata[StateKey], RunStateJson.Default.RunState) ?? throw Damaged(path),
                TrainingOptionsFile.Parse(metadata[OptionsKey], $"{path}: {OptionsKey}"),
                DataFingerprint.Parse(metadata[DataKey]) ?? throw Damaged(path),
                new RunTensors(Below(Weights, tensors), Below(Average, tensors), Below(FirstMoments, tensors), Below(SecondMoments, tensors)));
        }
        catch (Exception exception) when (exception is KeyNotFoundException or JsonException)
        {
            throw Damaged(path, exception);
        }
    }

    private static void CheckVersion(string path, IReadOnlyDictionary<string, string> metadata)
    {
        if (!metadata.TryGetValue(VersionKey, out string? text) || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int version))
        {
            throw BadInputException.In(path, $"its header has no \"{VersionKey}\"", "a checkpoint of a training run", "Name a file that `vae train` wrote as a checkpoint.");
        }

        if (version != FormatVersion)
        {
            throw BadInputException.In(
                path,
                Invariant($"its format has version {version}"),
                Invariant($"version {FormatVersion}"),
                version > FormatVersion ? "A newer VaePipeline wrote it: resume with that one." : "Start the run anew.");
        }
    }

    private static BadInputException Damaged(string path, Exception? inner = null) => BadInputException.In(
        path, $"the header's \"{StateKey}\", \"{OptionsKey}\" or \"{DataKey}\" cannot be read", "what `vae train` writes there", "The file is damaged: take it whole.", inner);

    private static IEnumerable<NamedTensor> Prefixed(string prefix, IReadOnlyList<NamedTensor> tensors) =>
        tensors.Select(tensor => tensor with { Name = prefix + tensor.Name });

    private static List<NamedTensor> Below(string prefix, IReadOnlyList<NamedTensor> tensors) =>
    [
        .. tensors.Where(tensor => tensor.Name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(tensor => tensor with { Name = tensor.Name[prefix.Length..] }),
    ];
}
