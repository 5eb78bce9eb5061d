using VaePipeline.Contracts.Safetensors;
using VaePipeline.OnnxExport;
using VaePipeline.OnnxExport.Graphs;
using VaePipeline.OnnxExport.Verification;

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

/// <summary>Latents that a decoder in int8 is made with: both [M, L], drawn from the aggregated posterior.</summary>
/// <param name="Calibration">Of training images: they decide the scales.</param>
/// <param name="Test">Of test images: what is lost is measured on them.</param>
internal sealed record Int8Latents(NamedTensor Calibration, NamedTensor Test);

/// <summary>The two files of an export, each equal to its part of the network within the tolerance.</summary>
/// <param name="Encoder">image -> mean, log_variance.</param>
/// <param name="Decoder">latent -> image.</param>
/// <param name="Forms">The layers that have more than one form, and which they got: the encoder's, then the decoder's.</param>
internal sealed record VaeExportReport(ExportedFile Encoder, ExportedFile Decoder, IReadOnlyList<LayerForm> Forms);
