namespace VaePipeline.Inference;

/// <summary>What to do with a row whose input has a NaN or an infinite number.</summary>
public enum NonFinitePolicy
{
    /// <summary>Reading stops with an error that names column and row. The rows before it are served.</summary>
    Error,

    /// <summary>The model gets the numbers as they are.</summary>
    PassThrough,
}
