using Microsoft.ML.OnnxRuntime;

namespace VaePipeline.Inference.Sessions;

/// <summary>
/// Rows of numbers, which ONNX Runtime reads and writes in place. They lie on the pinned heap, where the pin that a view
/// holds hinders no collection.
/// </summary>
internal sealed class NumberBuffer<T>(TensorInfo info, int capacity) : TensorBuffer<T>(info, capacity, pinned: true)
    where T : unmanaged
{
    /// <inheritdoc/>
    public override OrtValue View(int rows) =>
        OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, Memory(rows), Info.ShapeOf(rows));
}
