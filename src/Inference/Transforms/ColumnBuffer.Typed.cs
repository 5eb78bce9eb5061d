namespace VaePipeline.Inference.Transforms;

/// <summary>A batch's values of one column.</summary>
/// <typeparam name="T">The column's raw type.</typeparam>
internal abstract class ColumnBuffer<T> : ColumnBuffer
{
    /// <summary>Copies the value of one row into <paramref name="value"/>, reusing its memory.</summary>
    public abstract void Get(int row, ref T value);
}
