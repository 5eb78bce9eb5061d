namespace Microsoft.ML.Data;

/// <summary>Fills arrays with the values that a getter gives, row by row.</summary>
internal abstract class BlockColumnWriter
{
    public abstract void Append();

    /// <summary>Hands out the values since the last call.</summary>
    public abstract Array Take();
}
