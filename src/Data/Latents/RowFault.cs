namespace VaePipeline.Data.Latents;

/// <summary>What is wrong with a row.</summary>
/// <param name="Found">What was found; no full stop.</param>
/// <param name="Expected">What was expected; no full stop.</param>
/// <param name="Advice">What to do: whole sentences.</param>
internal readonly record struct RowFault(string Found, string Expected, string Advice);
