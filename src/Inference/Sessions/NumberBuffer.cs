using Microsoft.ML.OnnxRuntime;

namespace VaePipeline.Inference.Sessions;

/// <summary>
/// Rows of numbers, which ONNX Runtime reads and writes in place. They lie on the pinned heap: a view keeps their address,
/// and need not pin them.
/// </summary>
internal sealed class NumberBuffer<T>(TensorInfo info, int capacity) : TensorBuffer<T>(info, capacity, pinned: true)
    where T : unmanaged
{
    /// <inheritdoc/>
    public override OrtValue View(int rows) =>
        OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, Memory(rows), Info.ShapeOf(rows));
}
