using VaePipeline.OnnxExport;

namespace VaePipeline.Training.Export;

/// <summary>How a VAE is exported.</summary>
internal sealed record VaeExportOptions
{
    /// <summary>Whether each layer becomes the operator of its name, even where another form runs faster.</summary>
    public bool IsPlain { get; init; }

    /// <summary>Makes the decoder compute in int8, with scales from these latents; its pixels are uint8 then. By default it does not.</summary>
    public Int8Latents? Int8 { get; init; }

    /// <summary>The training run that the files tell; by default none.</summary>
    public TrainingOrigin? Origin { get; init; }

    /// <summary>Translators of the layers.</summary>
    public ModuleTranslators Translators { get; init; } = ModuleTranslators.CreateDefault();
}
