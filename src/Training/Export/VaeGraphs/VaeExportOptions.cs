namespace VaePipeline.Training.Export.VaeGraphs;

/// <summary>How a VAE is exported.</summary>
internal sealed record VaeExportOptions
{
    /// <summary>Whether each layer becomes the operator of its name, even where another form runs faster.</summary>
    public bool IsPlain { get; init; }

    /// <summary>The training run that the files tell; by default none.</summary>
    public TrainingOrigin? Origin { get; init; }

    /// <summary>Translators of the layers.</summary>
    public ModuleTranslators Translators { get; init; } = ModuleTranslators.CreateDefault();
}
