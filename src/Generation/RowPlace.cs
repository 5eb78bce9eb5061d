using Microsoft.ML.Data;
using VaePipeline.Data.Latents;

namespace VaePipeline.Generation;

/// <summary>How far the input and the rejects were when a row had been read.</summary>
/// <param name="Input">The row's line, and the first byte behind it.</param>
/// <param name="Rejects">Rows rejected until then.</param>
internal readonly record struct RowPlace(InputPosition Input, RejectsState Rejects)
{
    /// <summary>Numbers in the column of places.</summary>
    public const int Numbers = 4;

    public static RowPlace From(in VBuffer<long> column)
    {
        ReadOnlySpan<long> numbers = column.GetValues();
        return new RowPlace(new InputPosition(numbers[0], numbers[1]), new RejectsState(numbers[2], numbers[3]));
    }

    public void CopyTo(ref VBuffer<long> column)
    {
        VBufferEditor<long> editor = VBufferEditor.Create(ref column, Numbers);
        (editor.Values[0], editor.Values[1]) = (Input.Line, Input.Offset);
        (editor.Values[2], editor.Values[3]) = (Rejects.Rows, Rejects.Bytes);
        column = editor.Commit();
    }
}
