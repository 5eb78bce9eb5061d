using VaePipeline.Inference.Sessions;

namespace VaePipeline.Inference.Transforms;

/// <summary>A batch's values of one column.</summary>
internal abstract class ColumnBuffer
{
    /// <summary>A column over the rows of a model's output.</summary>
    /// <param name="output">The output's rows.</param>
    /// <param name="type">The column's type: a vector, or a scalar if a row has one element.</param>
    public static ColumnBuffer Over(TensorBuffer output, DataViewType type) => ColumnFactory.Create<ColumnBuffer>(
        type is VectorDataViewType ? typeof(Vectors<>) : typeof(Scalars<>), output.Info.Kind.ColumnType.RawType, output);

    private sealed class Scalars<T>(TensorBuffer<T> output) : ColumnBuffer<T>
    {
        public override void Get(int row, ref T value) => value = output.Row(row)[0];
    }

    private sealed class Vectors<T>(TensorBuffer<T> output) : ColumnBuffer<VBuffer<T>>
    {
        public override void Get(int row, ref VBuffer<T> value)
        {
            Span<T> elements = output.Row(row);
            VBufferEditor<T> editor = VBufferEditor.Create(ref value, elements.Length);
            elements.CopyTo(editor.Values);
            value = editor.Commit();
        }
    }
}

/// <summary>A batch's values of one column.</summary>
/// <typeparam name="T">The column's raw type.</typeparam>
internal abstract class ColumnBuffer<T> : ColumnBuffer
{
    /// <summary>Copies the value of one row into <paramref name="value"/>, reusing its memory.</summary>
    public abstract void Get(int row, ref T value);
}
