using Microsoft.ML.Data;
using VaePipeline.Inference.Sessions;

namespace VaePipeline.Inference.Transforms;

/// <summary>The rows of a model's output as dense vectors.</summary>
internal sealed class VectorOutputs<T>(TensorBuffer<T> output) : ColumnBuffer<VBuffer<T>>
{
    public override void Get(int row, ref VBuffer<T> value)
    {
        Span<T> elements = output.Row(row);
        VBufferEditor<T> editor = VBufferEditor.Create(ref value, elements.Length);
        elements.CopyTo(editor.Values);
        value = editor.Commit();
    }
}
