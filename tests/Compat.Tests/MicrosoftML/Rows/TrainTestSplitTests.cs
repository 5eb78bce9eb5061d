using Microsoft.ML;
using Microsoft.ML.Data;
using static VaePipeline.Compat.Tests.MicrosoftML.PointRows;

namespace VaePipeline.Compat.Tests.MicrosoftML.Rows;

/// <summary>Which rows go where was read off Microsoft.ML 5.0.1.</summary>
public sealed class TrainTestSplitTests
{
    private readonly MLContext _ml = new();

    private sealed class Row
    {
        public int Id { get; set; }
        public string Name { get; set; } = "";
        public bool Even { get; set; }
        public long Wide { get; set; }
        public short Narrow { get; set; }
        [KeyType(4)] public uint Class { get; set; }
    }

    private IDataView Rows(int count = 20) => _ml.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(
        i => new Row { Id = i, Name = $"name {i / 4}", Even = i % 2 == 0, Wide = (i / 5 - 3L) << 33, Narrow = (short)(i / 6 - 3), Class = (uint)(i % 5) }));

    private static int[] Ids(IDataView view) => [.. Read<int>(view, "Id")];

    [Theory]
    [InlineData(null, 0.25, "5 6 18")]
    [InlineData(7, 0.25, "3 16 17 19")]
    [InlineData(-1, 0.25, "12 14 16")]
    public void Rows_are_drawn_by_the_seed(int? seed, double fraction, string test)
    {
        var split = _ml.Data.TrainTestSplit(Rows(), fraction, seed: seed);

        Assert.Equal(test, string.Join(' ', Ids(split.TestSet)));
        Assert.Equal(Enumerable.Range(0, 20).Except(Ids(split.TestSet)), Ids(split.TrainSet));
    }

    [Theory]
    [InlineData("Name", null, "")]
    [InlineData("Name", 4, "4 5 6 7 8 9 10 11")]
    [InlineData("Even", 11, "0 2 4 6 8 10 12 14 16 18")]
    [InlineData("Wide", 3, "10 11 12 13 14")]
    [InlineData("Narrow", 3, "0 1 2 3 4 5 12 13 14 15 16 17")]
    [InlineData("Id", 3, "3 4 7")]
    public void Rows_with_the_same_value_stay_together(string column, int? seed, string test)
    {
        var split = _ml.Data.TrainTestSplit(Rows(), 0.3, column, seed);

        Assert.Equal(test, string.Join(' ', Ids(split.TestSet)));
        Assert.Equal(Enumerable.Range(0, 20).Except(Ids(split.TestSet)), Ids(split.TrainSet));
    }

    [Fact]
    public void Keys_are_parted_in_their_order_and_missing_ones_left_out()
    {
        var split = _ml.Data.TrainTestSplit(Rows(10), 0.5, "Class");

        Assert.Equal([0, 1, 5, 6], Ids(split.TestSet)); // Classes 0 and 1 of 4; class 4 is out of range.
        Assert.Equal([2, 3, 7, 8], Ids(split.TrainSet));
    }

    [Fact]
    public void Without_a_seed_the_context_s_counts()
    {
        var expected = Ids(_ml.Data.TrainTestSplit(Rows(), 0.5, seed: 5).TestSet);

        Assert.Equal(expected, Ids(new MLContext(5).Data.TrainTestSplit(Rows(), 0.5).TestSet));
    }

    [Fact]
    public void Both_sets_have_the_columns_of_the_input()
    {
        var split = _ml.Data.TrainTestSplit(Rows());

        Assert.Equal(["Id", "Name", "Even", "Wide", "Narrow", "Class"], Names(split.TrainSet.Schema));
        Assert.Equal(["Id", "Name", "Even", "Wide", "Narrow", "Class"], Names(split.TestSet.Schema));
        Assert.Null(split.TestSet.GetRowCount());
        Assert.False(split.TestSet.CanShuffle);
    }

    [Fact]
    public void A_cursor_serves_its_columns_and_positions_of_its_own()
    {
        var test = _ml.Data.TrainTestSplit(Rows(), 0.25, seed: 7).TestSet;

        using var cursor = test.GetRowCursor([test.Schema["Name"]]);
        var name = cursor.GetGetter<ReadOnlyMemory<char>>(test.Schema["Name"]);

        Assert.Same(test.Schema, cursor.Schema);
        Assert.False(cursor.IsColumnActive(test.Schema["Id"]));
        Assert.Equal(-1, cursor.Position);
        ReadOnlyMemory<char> text = default;
        var names = new List<string>();
        while (cursor.MoveNext())
        {
            Assert.Equal(names.Count, cursor.Position);
            name(ref text);
            names.Add(text.ToString());
        }
        Assert.Equal(Ids(test).Select(id => $"name {id / 4}"), names);
    }

    [Fact]
    public void A_fraction_out_of_range_and_a_missing_column_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.TrainTestSplit(Rows(), 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.TrainTestSplit(Rows(), 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.TrainTestSplit(Rows(), double.NaN));
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.TrainTestSplit(Rows(), 0.1, "Nameless"));
        Assert.Contains("Could not find SamplingKeyColumn column 'Nameless'", error.Message, StringComparison.Ordinal);
    }
}
