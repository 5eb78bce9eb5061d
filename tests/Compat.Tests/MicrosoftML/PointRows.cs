using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaePipeline.Compat.Tests.MicrosoftML;

/// <summary>Row types and small readers that several tests share.</summary>
internal static class PointRows
{
    internal sealed class Point
    {
        [VectorType(2)] public float[] X { get; set; } = [];
        public float Weight { get; set; }
        public int Id { get; set; }
    }

    /// <summary><paramref name="count"/> rows: X = [i, i + 0.5], Weight = 2 i - 4, Id = i.</summary>
    internal static IDataView Points(MLContext ml, int count) => ml.Data.LoadFromEnumerable(
        Enumerable.Range(0, count).Select(i => new Point { X = [i, i + 0.5f], Weight = 2 * i - 4, Id = i }));

    internal static float[] Vector(VBuffer<float> buffer) => [.. buffer.DenseValues()];

    internal static float[][] Vectors(IDataView view, string column) => [.. view.GetColumn<float[]>(column)];

    internal static string[] Names(DataViewSchema schema) => [.. schema.Select(c => c.Name)];

    internal static string DataFile(string name) => Path.Combine(AppContext.BaseDirectory, "MicrosoftML", "Data", name);

    internal static string[] SlotNames(DataViewSchema.Column column)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        column.GetSlotNames(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }

    /// <summary>Rows served by a cursor, and where it stands before and after.</summary>
    internal static List<T> Read<T>(IDataView view, string column)
    {
        var values = new List<T>();
        using var cursor = view.GetRowCursor([view.Schema[column]]);
        var getter = cursor.GetGetter<T>(view.Schema[column]);
        while (cursor.MoveNext())
        {
            T value = default!; // a getter fills it
            getter(ref value);
            values.Add(value);
        }
        return values;
    }
}
