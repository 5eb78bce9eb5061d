using Google.Protobuf.Collections;

namespace VaePipeline.Contracts.Onnx.Editing;

/// <summary>Lists of messages.</summary>
internal static class RepeatedFields
{
    /// <summary>Puts other items into a list; they may be made of those that it has.</summary>
    public static void Set<T>(this RepeatedField<T> list, IEnumerable<T> items)
    {
        T[] all = [.. items];
        list.Clear();
        list.AddRange(all);
    }
}
