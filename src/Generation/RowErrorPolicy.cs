namespace VaePipeline.Generation;

/// <summary>What becomes of a row of the input that is no latent.</summary>
public enum RowErrorPolicy
{
    /// <summary>The generation ends with an error that names the line.</summary>
    Stop,

    /// <summary>The row goes to the file of rejects, with its line and the reason, and has no image.</summary>
    Skip,
}
