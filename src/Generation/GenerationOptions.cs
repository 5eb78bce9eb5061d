using VaePipeline.Data.Latents;
using VaePipeline.Data.Points;
using VaePipeline.Inference;
using VaePipeline.Inference.Sessions;

namespace VaePipeline.Generation;

/// <summary>What to generate: from which latents, by which decoder, into which output.</summary>
public sealed record GenerationOptions
{
    /// <summary>The latents: a file of CSV, TSV or NPY, gzipped or not, or <c>-</c> for standard input; empty where <see cref="Points"/> are given.</summary>
    public string LatentsPath { get; init; } = "";

    /// <summary>
    /// Latents that are computed, instead of a file (<c>null</c>). Such a run keeps nothing where it is cut off, but begins
    /// again: to be resumed, points have to be written to a file first.
    /// </summary>
    public LatentPoints? Points { get; init; }

    /// <summary>Form of the latents; by default (<c>null</c>) seen from the name and the first bytes.</summary>
    public LatentFormat? LatentsFormat { get; init; }

    /// <summary>Names of the columns that hold the latents, in their order, where the header has others than z0, z1, …</summary>
    public IReadOnlyList<string>? LatentColumns { get; init; }

    /// <summary>The part of the latents that is decoded; the whole by default.</summary>
    public Shard Shard { get; init; } = Shard.Whole;

    /// <summary>A model folder, or a lone decoder file.</summary>
    public required string ModelPath { get; init; }

    /// <summary>The decoder of <see cref="ModelPath"/>, if the caller has read it.</summary>
    internal VaeModel? Model { get; init; }

    /// <summary>Where the images go.</summary>
    public required ImageOutput Output { get; init; }

    /// <summary>How the images are written.</summary>
    public ImageSinkOptions Sink { get; init; } = new();

    /// <summary>How the decoder is run; batches are filled up in any case.</summary>
    public BatchedOnnxOptions Decoder { get; init; } = new();

    /// <summary>What becomes of a row that is no latent.</summary>
    public RowErrorPolicy OnError { get; init; }

    /// <summary>
    /// Whether a manifest is written: which image came from which line, with the input's further columns. By default
    /// (<c>null</c>) where there are such columns, or rows may be skipped.
    /// </summary>
    public bool? Manifest { get; init; }

    /// <summary>Whether to go on with what a run that was cut off has left, if there is any.</summary>
    public bool Resume { get; init; }

    /// <summary>How much work a crash may cost, at least 10 ms: progress is recorded that often.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Returns these options if all are in range.</summary>
    /// <exception cref="ArgumentException">Options are out of range, or do not go together; the message names all of them.</exception>
    public GenerationOptions Validated()
    {
        List<string> faults = [];
        Require(string.IsNullOrWhiteSpace(LatentsPath) == Points is not null, "LatentsPath and Points are both given, or neither; expected one of them.");
        Collect(() => ArgumentException.ThrowIfNullOrWhiteSpace(ModelPath));
        Collect(() => Sink.Validated());
        Collect(() => Decoder.Validated());
        Require(CheckpointInterval >= TimeSpan.FromMilliseconds(10), $"CheckpointInterval is {CheckpointInterval}; expected 10 ms or more.");
        Require(!Resume || !Sink.Overwrite, "both a resume and a fresh start are asked for; expected one of them. Pass --resume to go on, or --force to begin again.");
        bool needsFiles = OnError == RowErrorPolicy.Skip || Manifest == true || Resume || Shard != Shard.Whole;
        Require(!Output.IsStandardOutput || !needsFiles, "standard output holds images alone; expected a file for skipped rows, a manifest, a resume or a shard. Pass --output FILE.");
        Require(Points is null || !needsFiles, "points are computed; expected a file of latents for skipped rows, a manifest, a resume or a shard. Write the points to a file first.");
        Require(Shard == Shard.Whole || CanBeMerged(Output), $"{Output.Path}: parts of this form cannot be joined; expected .idx, .npy or .raw, not gzipped, for a shard. Choose one of these.");
        return faults.Count == 0 ? this : throw new ArgumentException(string.Join(' ', faults));

        void Require(bool holds, string fault)
        {
            if (!holds)
            {
                faults.Add(fault);
            }
        }

        void Collect(Action check)
        {
            try
            {
                check();
            }
            catch (ArgumentException exception)
            {
                faults.Add(exception.Message);
            }
        }
    }

    private static bool CanBeMerged(ImageOutput output) =>
        !output.Gzip && output.Format is ImageFormat.Idx or ImageFormat.Npy or ImageFormat.NpySingle or ImageFormat.Raw;
}

/// <summary>What to do with an invalid row of the input.</summary>
public enum RowErrorPolicy
{
    /// <summary>The generation ends with an error that names the line.</summary>
    Stop,

    /// <summary>The row goes to the file of rejects, with its line and the reason, and has no image.</summary>
    Skip,
}
