using VaePipeline.OnnxExport;

namespace VaePipeline.Training.Export;

/// <summary>Latents that a decoder in int8 is made with: both [M, L], drawn from the aggregated posterior.</summary>
/// <param name="Calibration">Of training images: they decide the scales.</param>
/// <param name="Test">Of test images: what is lost is measured on them.</param>
internal sealed record Int8Latents(TensorData Calibration, TensorData Test);
