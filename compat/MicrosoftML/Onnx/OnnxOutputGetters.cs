using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Microsoft.ML.Transforms.Onnx;

/// <summary>Getters of a model's outputs.</summary>
internal static class OnnxOutputGetters
{
    public static Delegate Create(OnnxRowRun run, OnnxVariable output)
    {
        if (output.Type is not VectorDataViewType)
            throw new NotSupportedException($"ONNX output '{output.Name}' is a tensor without axes; expected at least the batch axis. Export the model with one.");
        return output.ItemType is TextDataViewType
            ? MakeTextGetter(run, output.Name)
            : GenericCall.Static<Delegate>(typeof(OnnxOutputGetters), nameof(MakeGetter), [output.ItemType.RawType], run, output.Name);
    }

    private static ValueGetter<VBuffer<T>> MakeGetter<T>(OnnxRowRun run, string name) => (ref VBuffer<T> result) =>
    {
        ReadOnlySpan<T> values = Tensor<T>(run.GetOutput(name)).Buffer.Span;
        VBufferEditor<T> editor = VBufferEditor.Create(ref result, values.Length);
        values.CopyTo(editor.Values);
        result = editor.Commit();
    };

    private static ValueGetter<VBuffer<ReadOnlyMemory<char>>> MakeTextGetter(OnnxRowRun run, string name) => (ref VBuffer<ReadOnlyMemory<char>> result) =>
    {
        ReadOnlySpan<string> values = Tensor<string>(run.GetOutput(name)).Buffer.Span;
        VBufferEditor<ReadOnlyMemory<char>> editor = VBufferEditor.Create(ref result, values.Length);
        for (int i = 0; i < values.Length; i++)
            editor.Values[i] = values[i].AsMemory();
        result = editor.Commit();
    };

    private static DenseTensor<T> Tensor<T>(DisposableNamedOnnxValue value) => value.AsTensor<T>() as DenseTensor<T>
        ?? throw new InvalidOperationException($"Output column {value.Name} doesn't contain a DenseTensor of expected type {typeof(T)}");
}
