namespace Microsoft.ML.Data;

/// <summary>Serves the values of a block, a row at a time.</summary>
internal abstract class BlockColumnReader
{
    /// <summary>A <see cref="ValueGetter{TValue}"/> for the current row.</summary>
    public abstract Delegate Getter { get; }

    /// <summary>Stands on the first row of a block; the block before goes back to its writer.</summary>
    public abstract void Enter(Array values);

    public abstract void MoveNext();

    /// <summary>Stands on no row.</summary>
    public abstract void Leave();
}
