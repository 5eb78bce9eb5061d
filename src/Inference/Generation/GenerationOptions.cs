using VaePipeline.Inference.Sinks;

namespace VaePipeline.Inference.Generation;

/// <summary>What to generate: from which latents, by which decoder, into which output.</summary>
public sealed record GenerationOptions
{
    /// <summary>CSV file of latents, strict: a header or none, then rows of L finite numbers.</summary>
    public required string LatentsPath { get; init; }

    /// <summary>A model folder, or a lone decoder file.</summary>
    public required string ModelPath { get; init; }

    /// <summary>Where the images go.</summary>
    public required ImageOutput Output { get; init; }

    /// <summary>How the images are written.</summary>
    public ImageSinkOptions Sink { get; init; } = new();

    /// <summary>How the decoder is run.</summary>
    public BatchedOnnxOptions Decoder { get; init; } = new();

    /// <summary>Returns these options if all are in range.</summary>
    /// <exception cref="ArgumentException">Options are out of range; the message names all of them.</exception>
    public GenerationOptions Validated()
    {
        List<string> faults = [];
        Collect(() => ArgumentException.ThrowIfNullOrWhiteSpace(LatentsPath));
        Collect(() => ArgumentException.ThrowIfNullOrWhiteSpace(ModelPath));
        Collect(() => Sink.Validated());
        Collect(() => Decoder.Validated());
        return faults.Count == 0 ? this : throw new ArgumentException(string.Join(' ', faults));

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
}
