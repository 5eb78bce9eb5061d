using Microsoft.ML.OnnxRuntime;

namespace VaePipeline.Inference.Sessions;

/// <summary>Rows of texts. ONNX Runtime has strings of its own, so they are copied before and after a run.</summary>
internal sealed class TextBuffer(TensorInfo info, int capacity) : TensorBuffer<ReadOnlyMemory<char>>(info, capacity, pinned: false)
{
    /// <inheritdoc/>
    public override OrtValue View(int rows) => OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, Info.ShapeOf(rows));

    /// <inheritdoc/>
    public override void CopyTo(OrtValue view, int rows)
    {
        Span<ReadOnlyMemory<char>> texts = Rows(rows);
        for (int i = 0; i < texts.Length; i++)
        {
            view.StringTensorSetElementAt(texts[i].Span, i);
        }
    }

    /// <inheritdoc/>
    public override void CopyFrom(OrtValue view, int rows)
    {
        Span<ReadOnlyMemory<char>> texts = Rows(rows);
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = view.GetStringElementAsMemory(i);
        }
    }
}
