using VaePipeline.Generation.Sinks;
using VaePipeline.Inference;

namespace VaePipeline.Cli.Commands;

/// <summary>Options that several commands from files to files have.</summary>
internal static class JobOptions
{
    /// <summary>What errors about output that is there already advise.</summary>
    public const string ForceAdvice = "Pass --force to replace it";

    private const string OutputIsHow = $"The ending says how: {ImageOutput.KnownEndings}.";

    /// <summary>How a model is run.</summary>
    public static OptionTable<BatchedOnnxOptions> Batches { get; } = new(
        new NumberEntry<BatchedOnnxOptions, int>(
            "--batch-size",
            new(1, BatchedOnnxOptions.LargestBatchSize),
            "Images per batch.",
            o => o.BatchSize,
            (o, value) => o with { BatchSize = value },
            "depends on the model, 16 or 256"),
        new NumberEntry<BatchedOnnxOptions, int>(
            "--workers",
            new(1, BatchedOnnxOptions.LargestThreads),
            "Threads that run the model.",
            o => o.Workers,
            (o, value) => o with { Workers = value },
            "one per processor, at most 8"));

    public static NumberOption<int> Columns(string shownDefault = "a sheet that is nearly square") =>
        new("--columns", new(1, SheetPages.MaximumImages), $"Images in a row of a contact sheet. [default: {shownDefault}]");

    /// <summary>What <see cref="Columns"/> was given, or null.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="columns">The option.</param>
    /// <param name="images">Where the images go; null if no images are written.</param>
    /// <exception cref="ArgumentException">It was given, and the images are no contact sheet.</exception>
    public static int? ColumnsOf(ParseResult parsed, NumberOption<int> columns, ImageOutput? images)
    {
        int? given = parsed.GetValue(columns);
        return given is null || images?.Format == ImageFormat.ContactSheet ? given : throw new ArgumentException(
            Invariant($"--columns is \"{given}\", and {images?.Path ?? "--output"} is no contact sheet; expected a path that ends in .png, or --format sheet. Name one, or leave --columns out."));
    }

    public static TextOption Format() => new("--format", TextForm.OneOf(ImageOutput.FormatNames), "File format of the images, if the ending does not say it.");

    /// <summary>Where images go.</summary>
    public static Option<string> Images() => CommonOptions.Output($"Where the images go; - is standard output. {OutputIsHow}");

    /// <summary>A model, or one half of it.</summary>
    public static Option<string?> Model(string? half = "decoder") => new("--model", "-m")
    {
        HelpName = half is null ? "FOLDER" : $"FOLDER|{half}.onnx",
        Description = $"Model folder{(half is null ? "" : $" or lone {half} file")}. [default: models/mnist-2d of the repository]",
    };

    /// <summary>What <see cref="Model"/> was given, or the default.</summary>
    public static string ModelOf(ParseResult parsed, Option<string?> model) => ModelLocation.Resolve(parsed.GetValue(model), AppContext.BaseDirectory);
}
