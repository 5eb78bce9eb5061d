using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaePipeline.Compat.Tests.MicrosoftML.Text;

public class TextLoaderTests
{
    private readonly MLContext _context = new(1);

    [Fact]
    public void Members_are_read_from_the_fields_that_they_name()
    {
        using var file = new TextFile("z1,z2,name,flag\n0.5,-1e-3,a,1\n# not a comment,2,b,false\n\n// a comment\n3,4,c,yes\n");

        IDataView view = _context.Data.LoadFromTextFile<Row>(file.Path, separatorChar: ',', hasHeader: true);
        List<Row> rows = [.. _context.Data.CreateEnumerable<Row>(view, reuseRowObject: false)];

        Assert.Equal(["Latent: Vector<Single, 2>", "Label: String", "Flag: Boolean"], view.Schema.Select(column => column.ToString()));
        Assert.Equal([0.5f, -1e-3f], rows[0].Latent);
        Assert.Equal([float.NaN, 2f], rows[1].Latent);
        Assert.Equal([3f, 4f], rows[2].Latent);
        Assert.Equal(["a", "b", "c"], rows.Select(row => row.Name));
        Assert.Equal([true, false, true], rows.Select(row => row.Flag));
        Assert.Null(view.GetRowCount());
        Assert.False(view.CanShuffle);
    }

    [Theory]
    [InlineData("1.5", 1.5f)]
    [InlineData(" 7 ", 7f)]
    [InlineData("-.5", -0.5f)]
    [InlineData("5.", 5f)]
    [InlineData("+3", 3f)]
    [InlineData("1e2", 100f)]
    [InlineData("Infinity", float.PositiveInfinity)]
    [InlineData("-∞", float.NegativeInfinity)]
    [InlineData("1e400", float.PositiveInfinity)]
    [InlineData("", 0f)]
    [InlineData("1.5abc", float.NaN)]
    [InlineData("abc", float.NaN)]
    [InlineData("1e", float.NaN)]
    [InlineData("0x1", float.NaN)]
    [InlineData("1,5", float.NaN)]
    [InlineData("NA", float.NaN)]
    [InlineData("?", float.NaN)]
    public void Real_number_is_read_and_other_text_is_nan(string text, float expected)
    {
        using var file = new TextFile($"first\t{text}\n");

        IDataView view = _context.Data.LoadFromTextFile(file.Path, [new TextLoader.Column("Value", DataKind.Single, 1)]);

        Assert.Equal(expected, view.GetColumn<float>("Value").Single());
    }

    [Theory]
    [InlineData("x")]
    [InlineData("5 ")]
    [InlineData("+5")]
    [InlineData("3000000000")]
    public void Integer_that_is_none_is_an_error_that_names_the_line(string text)
    {
        using var file = new TextFile($"a\t1\nb\t{text}\n");
        IDataView view = _context.Data.LoadFromTextFile(file.Path, [new TextLoader.Column("Count", DataKind.Int32, 1)]);

        var error = Assert.Throws<FormatException>(() => view.GetColumn<int>("Count").Count());

        Assert.Equal($"Could not parse value {text} in line 2, column Count", error.GetBaseException().Message);
    }

    [Fact]
    public void Bad_text_in_a_column_that_is_not_read_does_not_matter()
    {
        using var file = new TextFile("a\tx\n");
        IDataView view = _context.Data.LoadFromTextFile(file.Path, [new TextLoader.Column("Name", DataKind.String, 0), new TextLoader.Column("Count", DataKind.Int32, 1)]);

        Assert.Equal(["a"], view.GetColumn<string>("Name"));
    }

    [Fact]
    public void Missing_fields_are_zero_or_nan_and_extra_ones_are_ignored()
    {
        using var file = new TextFile("1\n1\t2\t3\t4\t5\n\t2\n");
        TextLoader.Column[] columns = [new TextLoader.Column("All", DataKind.Single, 0, 2), new TextLoader.Column("Count", DataKind.Int32, 2)];

        IDataView zero = _context.Data.LoadFromTextFile(file.Path, columns);
        IDataView missing = _context.Data.LoadFromTextFile(file.Path, new TextLoader.Options { Columns = columns, MissingRealsAsNaNs = true });

        Assert.Equal([[1f, 0f, 0f], [1f, 2f, 3f], [0f, 2f, 0f]], zero.GetColumn<float[]>("All"));
        Assert.Equal([[1f, float.NaN, float.NaN], [1f, 2f, 3f], [float.NaN, 2f, float.NaN]], missing.GetColumn<float[]>("All"));
        Assert.Equal([0, 3, 0], missing.GetColumn<int>("Count"));
    }

    [Fact]
    public void Quoted_fields_may_hold_separators_and_doubled_quotes()
    {
        using var file = new TextFile("\"a,b\",1\n\"say \"\"hi\"\"\" ,2\n\"open,3\n\"x\"y,4\n");
        TextLoader.Column[] columns = [new TextLoader.Column("Text", DataKind.String, 0), new TextLoader.Column("Number", DataKind.Single, 1)];

        IDataView quoted = _context.Data.LoadFromTextFile(file.Path, columns, ',', allowQuoting: true);
        IDataView plain = _context.Data.LoadFromTextFile(file.Path, columns, ',');

        Assert.Equal(["a,b", "say \"hi\"", "", ""], quoted.GetColumn<string>("Text"));
        Assert.Equal([1f, 2f, 0f, 4f], quoted.GetColumn<float>("Number"));
        Assert.Equal("\"a", plain.GetColumn<string>("Text").First());
    }

    [Fact]
    public void Quoted_field_may_go_over_lines_when_asked_for()
    {
        using var file = new TextFile("\"a\nb\",1\nc,2\n");
        TextLoader.Column[] columns = [new TextLoader.Column("Text", DataKind.String, 0), new TextLoader.Column("Number", DataKind.Single, 1)];

        IDataView view = _context.Data.LoadFromTextFile(file.Path, new TextLoader.Options { Columns = columns, Separators = [','], AllowQuoting = true, ReadMultilines = true });

        Assert.Equal(["a\nb", "c"], view.GetColumn<string>("Text"));
        Assert.Equal([1f, 2f], view.GetColumn<float>("Number"));
    }

    [Fact]
    public void Sparse_rows_say_how_many_fields_they_stand_for()
    {
        using var file = new TextFile("7\t5\t1:2\t4:3\n8\t0\t0\t0\t0\t9\n");

        IDataView view = _context.Data.LoadFromTextFile(file.Path, [new TextLoader.Column("Label", DataKind.Single, 0), new TextLoader.Column("Values", DataKind.Single, 1, 5)], allowSparse: true);

        Assert.Equal([7f, 8f], view.GetColumn<float>("Label"));
        Assert.Equal([[0f, 2f, 0f, 0f, 3f], [0f, 0f, 0f, 0f, 9f]], view.GetColumn<float[]>("Values"));
    }

    [Fact]
    public void Decimal_comma_and_several_separators()
    {
        using var file = new TextFile("1,5;2,5|3\n");

        IDataView view = _context.Data.LoadFromTextFile(file.Path, new TextLoader.Options { Columns = [new TextLoader.Column("Values", DataKind.Single, 0, 2)], Separators = [';', '|'], DecimalMarker = ',' });

        Assert.Equal([1.5f, 2.5f, 3f], view.GetColumn<float[]>("Values").Single());
    }

    [Fact]
    public void Ranges_to_the_end_are_fixed_by_a_sample_or_vary_by_line()
    {
        using var file = new TextFile("1\t2\t3\n4\t5\t6\n");
        using var ragged = new TextFile("1\t2\t3\n4\n");
        TextLoader.Column toEnd = new("Rest", DataKind.Single, [new TextLoader.Range(1, null)]);
        TextLoader.Column variable = new("Rest", DataKind.Single, [new TextLoader.Range { Min = 1, VariableEnd = true }]);

        IDataView fixedSize = _context.Data.LoadFromTextFile(file.Path, new TextLoader.Options { Columns = [toEnd] });
        IDataView varying = _context.Data.LoadFromTextFile(ragged.Path, [variable]);

        Assert.Equal("Rest: Vector<Single, 2>", fixedSize.Schema[0].ToString());
        Assert.Equal([[2f, 3f], [5f, 6f]], fixedSize.GetColumn<float[]>("Rest"));
        Assert.Equal("Rest: Vector<Single>", varying.Schema[0].ToString());
        Assert.Equal([[2f, 3f], []], varying.GetColumn<float[]>("Rest"));
        Assert.Throws<ArgumentOutOfRangeException>(() => _context.Data.LoadFromTextFile(ragged.Path, new TextLoader.Options { Columns = [toEnd] }));
    }

    [Fact]
    public void Other_fields_are_those_that_no_column_names()
    {
        using var file = new TextFile("1\t2\t3\t4\n");
        TextLoader.Column[] columns = [new("B", DataKind.Single, 1), new("Others", DataKind.Single, [new TextLoader.Range { Min = 0, Max = 3, AllOther = true }])];

        IDataView view = _context.Data.LoadFromTextFile(file.Path, columns);

        Assert.Equal([1f, 3f, 4f], view.GetColumn<float[]>("Others").Single());
    }

    [Fact]
    public void Header_names_the_slots_of_vectors()
    {
        using var file = new TextFile("name\tz1\tz2\na\t1\t2\n");
        TextLoader.Column[] columns = [new("Name", DataKind.String, 0), new("Latent", DataKind.Single, 1, 2)];
        VBuffer<ReadOnlyMemory<char>> names = default;

        IDataView view = _context.Data.LoadFromTextFile(file.Path, new TextLoader.Options { Columns = columns, HasHeader = true });
        view.Schema["Latent"].GetSlotNames(ref names);

        Assert.Equal(["z1", "z2"], names.DenseValues().Select(name => name.ToString()));
        Assert.Equal([1f, 2f], view.GetColumn<float[]>("Latent").Single());
    }

    [Fact]
    public void Keys_count_from_one_and_unknown_ones_are_missing()
    {
        using var file = new TextFile("0\n4\n5\nx\n\n");
        TextLoader.Column[] columns = [new("Class", DataKind.UInt32, [new TextLoader.Range(0)], new KeyCount(5))];

        IDataView view = _context.Data.LoadFromTextFile(file.Path, columns);

        Assert.Equal("Class: Key<UInt32, 0-4>", view.Schema[0].ToString());
        Assert.Equal([1u, 5u, 0u, 0u], view.GetColumn<uint>("Class"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Many_rows_keep_their_order_over_files(bool useThreads)
    {
        using var first = new TextFile(string.Concat(Enumerable.Range(0, 1000).Select(i => $"{i}\n")));
        using var second = new TextFile(string.Concat(Enumerable.Range(1000, 500).Select(i => $"{i}\n")));
        TextLoader loader = _context.Data.CreateTextLoader(new TextLoader.Options { Columns = [new("Number", DataKind.Int32, 0)], UseThreads = useThreads });

        IDataView view = loader.Load(new MultiFileSource(first.Path, second.Path));

        Assert.Equal(Enumerable.Range(0, 1500), view.GetColumn<int>("Number"));
        Assert.Equal([0, 1, 2], _context.Data.TakeRows(view, 3).GetColumn<int>("Number"));
    }

    [Fact]
    public void Row_limit_is_kept()
    {
        using var file = new TextFile("1\n2\n3\n");

        IDataView view = _context.Data.LoadFromTextFile(file.Path, new TextLoader.Options { Columns = [new("Number", DataKind.Int32, 0)], MaxRows = 2 });

        Assert.Equal([1, 2], view.GetColumn<int>("Number"));
    }

    [Fact]
    public void Members_without_fields_and_missing_files_are_refused()
    {
        using var file = new TextFile("1\n");

        Assert.Throws<InvalidOperationException>(() => _context.Data.LoadFromTextFile<Unmarked>(file.Path));
        Assert.Throws<ArgumentOutOfRangeException>(() => _context.Data.LoadFromTextFile<Row>(file.Path + ".none"));
        Assert.Throws<ArgumentOutOfRangeException>(() => _context.Data.LoadFromTextFile<Row>(file.Path, separatorChar: '5'));
    }

    private sealed class Row
    {
        [LoadColumn(0, 1)]
        public float[] Latent { get; set; } = [];

        [LoadColumn(2)]
        [ColumnName("Label")]
        public string Name { get; set; } = "";

        [LoadColumn(3)]
        public bool Flag { get; set; }
    }

    private sealed class Unmarked
    {
        public float Value { get; set; }
    }
}
