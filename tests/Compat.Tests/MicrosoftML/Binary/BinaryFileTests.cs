using Microsoft.ML;
using Microsoft.ML.Data;
using VaePipeline.Compat.Tests.MicrosoftML.Text;
using static VaePipeline.Compat.Tests.MicrosoftML.PointRows;

namespace VaePipeline.Compat.Tests.MicrosoftML.Binary;

/// <summary>
/// Data/mlnet.idv was written by Microsoft.ML 5.0.1, Data/compat.idv by the stand-in; each side reads both.
/// UPDATE_MODELS=FOLDER writes the file of the side that runs into the folder.
/// </summary>
public sealed class BinaryFileTests
{
    private readonly MLContext _ml = new(1);

    private sealed class Row
    {
        [VectorType(3)] public float[] Fixed { get; set; } = [];
        [VectorType] public double[] Free { get; set; } = [];
        [VectorType(2)] public string[] Words { get; set; } = [];
        [VectorType(5)] public VBuffer<float> Sparse { get; set; }
        public string Name { get; set; } = "";
        public bool Flag { get; set; }
        public byte Tiny { get; set; }
        public short Short { get; set; }
        public int Id { get; set; }
        public long Long { get; set; }
        public float Single { get; set; }
        public double Double { get; set; }
        [KeyType(7)] public uint Class { get; set; }
        public TimeSpan Time { get; set; }
        public DataViewRowId RowId { get; set; }
    }

    private IDataView Rows(int count) => _ml.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(i => new Row
    {
        Fixed = [i, -i, 0.5f * i],
        Free = [.. Enumerable.Range(0, i % 4).Select(k => i + k / 8.0)],
        Words = [$"word {i}", i % 3 == 0 ? "" : "ä€😀"],
        Sparse = i % 2 == 0 ? new VBuffer<float>(5, 2, [i, 1], [1, 4]) : new VBuffer<float>(5, [1, 2, 3, 4, i]),
        Name = $"name {i}",
        Flag = i % 3 == 1,
        Tiny = (byte)i,
        Short = (short)(-i),
        Id = i,
        Long = (long)i << 40,
        Single = i / 4f,
        Double = i / 3.0,
        Class = (uint)(i % 7),
        Time = TimeSpan.FromSeconds(i),
        RowId = new DataViewRowId((ulong)i, 3),
    }));

    private static bool IsStandIn => typeof(MLContext).Assembly.GetName().Name == "Microsoft.ML";

    private string Save(IDataView view, TextFile file, bool keepHidden = false)
    {
        using FileStream stream = File.Create(file.Path);
        _ml.Data.SaveAsBinary(view, stream, keepHidden);
        return file.Path;
    }

    private static void AssertSameRows(IDataView expected, IDataView actual)
    {
        Assert.Equal(expected.Schema.Select(c => (c.Name, c.Type)), actual.Schema.Select(c => (c.Name, c.Type)));
        Assert.Equal(TextFile.Save(expected), TextFile.Save(actual));
        Assert.Equal(Read<DataViewRowId>(expected, "RowId"), Read<DataViewRowId>(actual, "RowId"));
        Assert.Equal(Read<VBuffer<float>>(expected, "Sparse").Select(v => v.IsDense), Read<VBuffer<float>>(actual, "Sparse").Select(v => v.IsDense));
    }

    [Theory]
    [InlineData("mlnet.idv")]
    [InlineData("compat.idv")]
    public void LoadFromBinary_reads_what_either_side_wrote(string file)
    {
        AssertSameRows(Rows(11), _ml.Data.LoadFromBinary(DataFile(file)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(11)]
    [InlineData(8193)]
    public void Rows_of_every_column_type_come_back(int count)
    {
        using var file = new TextFile("");

        string path = Save(Rows(count), file);
        var loaded = _ml.Data.LoadFromBinary(new MultiFileSource(path));

        Assert.Equal(count, loaded.GetRowCount());
        Assert.True(loaded.CanShuffle);
        AssertSameRows(Rows(count), loaded);
        if (count == 11 && System.Environment.GetEnvironmentVariable("UPDATE_MODELS") is { } folder)
            File.Copy(path, Path.Combine(folder, IsStandIn ? "compat.idv" : "mlnet.idv"), overwrite: true);
    }

    [Fact]
    public void A_view_without_rows_comes_back()
    {
        using var file = new TextFile("");

        var loaded = _ml.Data.LoadFromBinary(Save(_ml.Data.FilterRowsByColumn(Rows(3), "Single", 100), file));

        Assert.Equal(0, loaded.GetRowCount());
        Assert.Equal(Names(Rows(1).Schema), Names(loaded.Schema));
        Assert.Empty(loaded.GetColumn<int>("Id"));
    }

    [Fact]
    public void Slot_names_come_back_and_hidden_columns_are_left_out_unless_asked_for()
    {
        using var file = new TextFile("");
        var view = _ml.Transforms.Concatenate("Single", "Single", "Fixed").Fit(Rows(2)).Transform(Rows(2));

        var loaded = _ml.Data.LoadFromBinary(Save(view, file));
        Assert.Equal(["Single", "", "", ""], SlotNames(loaded.Schema["Single"]));
        Assert.Equal(15, loaded.Schema.Count);

        using var other = new TextFile("");
        Assert.Equal(16, _ml.Data.LoadFromBinary(Save(view, other, keepHidden: true)).Schema.Count);
    }

    [Fact]
    public void A_cursor_knows_its_active_columns_positions_and_row_ids()
    {
        using var file = new TextFile("");
        var view = _ml.Data.LoadFromBinary(Save(Rows(5), file));

        using var cursor = view.GetRowCursor([view.Schema["Id"]]);
        var id = cursor.GetGetter<int>(view.Schema["Id"]);
        var rowId = cursor.GetIdGetter();

        Assert.True(cursor.IsColumnActive(view.Schema["Id"]));
        Assert.False(cursor.IsColumnActive(view.Schema["Name"]));
        int value = 0;
        DataViewRowId row = default;
        for (int i = 0; i < 5; i++)
        {
            Assert.True(cursor.MoveNext());
            Assert.Equal(i, cursor.Position);
            id(ref value);
            rowId(ref row);
            Assert.Equal(i, value);
            Assert.Equal(new DataViewRowId((ulong)i, 0), row);
        }
        Assert.False(cursor.MoveNext());
        Assert.Equal(-1, cursor.Position);
    }

    [Fact]
    public void A_shuffled_cursor_serves_each_row_once()
    {
        using var file = new TextFile("");
        var view = _ml.Data.LoadFromBinary(Save(Rows(100), file));

        var ids = new List<int>();
        using var cursor = view.GetRowCursor([view.Schema["Id"]], new Random(3));
        var id = cursor.GetGetter<int>(view.Schema["Id"]);
        int value = 0;
        while (cursor.MoveNext())
        {
            id(ref value);
            ids.Add(value);
        }

        Assert.NotEqual(Enumerable.Range(0, 100), ids);
        Assert.Equal(Enumerable.Range(0, 100), ids.Order());
    }

    [Fact]
    public void A_missing_file_a_damaged_one_and_a_stream_not_at_its_start_are_refused()
    {
        using var file = new TextFile("this is no binary data view, however long it may be");
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.LoadFromBinary(file.Path + ".none"));
        Assert.ThrowsAny<Exception>(() => _ml.Data.LoadFromBinary(file.Path));
        using var stream = new MemoryStream();
        stream.WriteByte(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.SaveAsBinary(Rows(1), stream));
    }
}
