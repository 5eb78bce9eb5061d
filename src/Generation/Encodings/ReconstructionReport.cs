namespace VaePipeline.Generation.Encodings;

/// <summary>What a reconstruction did.</summary>
/// <param name="Rows">Pairs written.</param>
/// <param name="MeanSquaredError">Mean of (original - reconstruction)² over all pixels, these in [0, 1].</param>
/// <param name="Description">What was written, in a few words.</param>
public sealed record ReconstructionReport(long Rows, double MeanSquaredError, string Description);
