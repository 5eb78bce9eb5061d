using Microsoft.ML;
using Microsoft.ML.Data;
using VaePipeline.Compat.Tests.MicrosoftML.Objects;

namespace VaePipeline.Compat.Tests.MicrosoftML.Text;

public class SaveAsTextTests
{
    private readonly MLContext _context = new(1);

    [Fact]
    public void Rows_are_written_with_a_header_and_how_to_read_them()
    {
        IDataView view = _context.Data.LoadFromEnumerable(Enumerable.Range(1, 2).Select(i => new { Number = i, Name = $"p{i}", Latent = new[] { i + 0.5f, -i }, Real = 0.1 * i, Flag = i == 1 }), Latent2());

        string[] lines = TextFile.Save(view, schema: true);

        Assert.Equal(
            [
                "#@ TextLoader{",
                "#@   header+",
                "#@   sep=tab",
                "#@   col=Number:I4:0",
                "#@   col=Name:TX:1",
                "#@   col=Latent:R4:2-3",
                "#@   col=Real:R8:4",
                "#@   col=Flag:BL:5",
                "#@ }",
                "Number\tName\t\"\"\t\"\"\tReal\tFlag",
                "1\tp1\t1.5\t-1\t0.10000000000000001\t1",
                "2\tp2\t2.5\t-2\t0.20000000000000001\t0",
            ],
            lines);
    }

    [Fact]
    public void Long_rows_of_defaults_are_shortened_unless_dense_is_asked_for()
    {
        SparseRow[] rows = [new SparseRow { Label = 1, Values = [0, 0, 0, 0, 0, 0, 0, 8] }, new SparseRow { Label = 2, Values = new float[8] }, new SparseRow { Label = 3, Values = [1, 2, 3, 4, 5, 6, 7, 8] }];
        IDataView view = _context.Data.LoadFromEnumerable(rows);

        Assert.Equal(["1\t8\t7:8", "2\t8\t0:0", "3\t1\t2\t3\t4\t5\t6\t7\t8"], TextFile.Save(view, headerRow: false));
        Assert.Equal(["1\t0\t0\t0\t0\t0\t0\t0\t8", "2\t0\t0\t0\t0\t0\t0\t0\t0", "3\t1\t2\t3\t4\t5\t6\t7\t8"], TextFile.Save(view, headerRow: false, forceDense: true));
    }

    [Fact]
    public void Text_is_quoted_where_it_must_be()
    {
        string[] texts = ["plain", "a,b", "say \"hi\"", " lead", "a:b", "", "trail "];
        IDataView view = _context.Data.LoadFromEnumerable(texts.Select(text => new { Text = text, Number = 1 }));

        string[] lines = TextFile.Save(view, separator: ',', headerRow: false);

        Assert.Equal(["plain,1", "\"a,b\",1", "\"say \"\"hi\"\"\",1", "\" lead\",1", "\"a:b\",1", "\"\",1", "trail ,1"], lines);
    }

    [Fact]
    public void Missing_numbers_and_keys_and_times_are_written()
    {
        var row = new { Real = float.NaN, Span = TimeSpan.FromSeconds(3), When = new DateTime(2026, 1, 2) };
        IDataView view = _context.Data.LoadFromEnumerable(new[] { row });
        IDataView keys = _context.Data.LoadFromEnumerable(new[] { new Keyed { Class = 2 }, new Keyed { Class = 9 } });

        Assert.Equal(["?\t\"00:00:03\"\t\"2026-01-02T00:00:00.0000000\""], TextFile.Save(view, headerRow: false));
        Assert.Equal(["#@ TextLoader{", "#@   sep=tab", "#@   col=Class:U4[5]:0", "#@   col=Last:I4:1", "#@ }", "2\t0", "\t0"], TextFile.Save(keys, headerRow: false, schema: true));
    }

    [Fact]
    public void Names_with_spaces_and_columns_behind_a_varying_one_are_described_at_length()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Varying));
        definition["First"].ColumnName = "a b";

        string[] lines = TextFile.Save(_context.Data.LoadFromEnumerable(new[] { new Varying { Values = [1, 2] } }, definition), schema: true);

        Assert.Equal(["#@   col={name={a b} type=I4 src=0}", "#@   col=Values:R4:1-**", "#@   col={name=Last type=R8 src={ min=-1}}"], lines[3..6]);
        Assert.Equal(["a b\tLast", "0\t1\t2\t0"], lines[7..]);
    }

    [Fact]
    public void Slot_names_stand_in_the_header()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(SparseRow));
        definition["Values"].AddAnnotation("SlotNames", new[] { "a", "b", "", "d", "e", "f", "g", "h" }, new VectorDataViewType(TextDataViewType.Instance, 8));

        string[] lines = TextFile.Save(_context.Data.LoadFromEnumerable(new[] { new SparseRow { Values = new float[8] } }, definition));

        Assert.Equal("Label\ta\tb\t\"\"\td\te\tf\tg\th", lines[0]);
    }

    [Fact]
    public void What_was_written_can_be_read_again_without_saying_how()
    {
        IDataView view = _context.Data.LoadFromEnumerable(Enumerable.Range(0, 20).Select(i => new SparseRow { Label = i, Values = [0, 0, i, 0, 0, 0, 0, i * 0.1f] }));
        using var file = new TextFile(string.Join('\n', TextFile.Save(view, schema: true, forceDense: true)));

        IDataView read = _context.Data.LoadFromTextFile(file.Path);

        Assert.Equal(view.Schema.Select(column => column.Name), read.Schema.Select(column => column.Name));
        Assert.Equal(view.GetColumn<int>("Label"), read.GetColumn<int>("Label"));
        Assert.Equal(view.GetColumn<float[]>("Values"), read.GetColumn<float[]>("Values"));
    }

    [Fact]
    public void File_that_says_nothing_is_a_label_and_features()
    {
        using var file = new TextFile("1\t2\t3\n4\t5\t6\n");

        IDataView view = _context.Data.LoadFromTextFile(file.Path);

        Assert.Equal(["Label: Single", "Features: Vector<Single, 2>"], view.Schema.Select(column => column.ToString()));
    }

    [Fact]
    public void Stream_stays_open()
    {
        using var stream = new MemoryStream();

        _context.Data.SaveAsText(new CountingDataView(2), stream, schema: false);

        Assert.True(stream.CanWrite);
        Assert.Equal("Number\n0\n1\n", System.Text.Encoding.UTF8.GetString(stream.ToArray()).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Unknown_separator_is_refused() =>
        Assert.ThrowsAny<ArgumentException>(() => TextFile.Save(new CountingDataView(1), separator: '#'));

    private static DataViewSchema Latent2()
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Latent", new VectorDataViewType(NumberDataViewType.Single, 2));
        return builder.ToSchema();
    }

    private sealed class SparseRow
    {
        public int Label { get; set; }

        [VectorType(8)]
        public float[] Values { get; set; } = [];
    }

    private sealed class Keyed
    {
        [KeyType(5)]
        public uint Class { get; set; }

        public int Last { get; set; }
    }

    private sealed class Varying
    {
        public int First { get; set; }

        public float[] Values { get; set; } = [];

        public double Last { get; set; }
    }
}
