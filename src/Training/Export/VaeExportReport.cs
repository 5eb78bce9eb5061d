using VaePipeline.OnnxExport;

namespace VaePipeline.Training.Export;

/// <summary>The two files of an export, each equal to its part of the network within the tolerance.</summary>
/// <param name="Encoder">image -> mean, log_variance.</param>
/// <param name="Decoder">latent -> image.</param>
/// <param name="Forms">The layers that have more than one form, and which they got: the encoder's, then the decoder's.</param>
internal sealed record VaeExportReport(ExportedFile Encoder, ExportedFile Decoder, IReadOnlyList<LayerForm> Forms);
