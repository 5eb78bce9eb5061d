using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaePipeline.Compat.Tests.MicrosoftML.Objects;

public class EnumerableTests
{
    private readonly MLContext _context = new(1);

    [Fact]
    public void Schema_follows_members_and_attributes()
    {
        IDataView view = _context.Data.LoadFromEnumerable(new[] { Point.Numbered(1) });

        Assert.Equal(
            ["Number: Int32", "Label: String", "Latent: Vector<Single, 2>", "Weights: Vector<Double, 3>", "IsSample: Boolean", "Tags: Vector<String>", "Class: Key<UInt32, 0-4>"],
            view.Schema.Select(column => column.ToString()));
        Assert.False(view.CanShuffle);
        Assert.Equal(1, view.GetRowCount());
        Assert.Null(_context.Data.LoadFromEnumerable(Enumerable.Range(0, 3).Select(Point.Numbered)).GetRowCount());
    }

    [Fact]
    public void Objects_come_back_as_they_went_in_and_keys_count_from_one()
    {
        IDataView view = _context.Data.LoadFromEnumerable(Enumerable.Range(0, 7).Select(Point.Numbered).ToList());

        List<Point> rows = [.. _context.Data.CreateEnumerable<Point>(view, reuseRowObject: false)];

        Assert.Equal(7, rows.Count);
        for (int i = 0; i < 7; i++)
        {
            Assert.Equal(i, rows[i].Number);
            Assert.Equal($"p{i}", rows[i].Name);
            Assert.Equal([i, -i], rows[i].Latent);
            Assert.Equal([0, 0, i], rows[i].Weights.DenseValues());
            Assert.Equal(i % 2 == 0, rows[i].IsSample);
            Assert.Equal(i % 3, rows[i].Tags.Length);
            Assert.Equal(i < 5 ? (uint)i + 1 : 0, rows[i].Class);
            Assert.Null(rows[i].Note);
        }
    }

    [Fact]
    public void Rows_are_read_only_as_they_are_asked_for()
    {
        int read = 0;
        IEnumerable<Point> Rows()
        {
            for (int i = 0; ; i++)
            {
                read++;
                yield return Point.Numbered(i);
            }
        }

        IDataView view = _context.Data.LoadFromEnumerable(Rows());
        Assert.Equal(0, read);

        int[] numbers = [.. _context.Data.CreateEnumerable<Point>(view, reuseRowObject: false).Take(3).Select(point => point.Number)];

        Assert.Equal([0, 1, 2], numbers);
        Assert.Equal(3, read);
    }

    [Fact]
    public void Row_object_is_reused_when_asked_for()
    {
        IDataView view = _context.Data.LoadFromEnumerable(Enumerable.Range(0, 3).Select(Point.Numbered).ToList());

        Assert.Single(_context.Data.CreateEnumerable<Point>(view, reuseRowObject: true).Distinct());
        Assert.Equal(3, _context.Data.CreateEnumerable<Point>(view, reuseRowObject: false).Distinct().Count());
    }

    [Fact]
    public void Null_text_and_vectors_become_empty()
    {
        // Null on purpose: that is what is tested.
        IDataView view = _context.Data.LoadFromEnumerable(new[] { new Point { Name = null!, Latent = null!, Tags = null! } });

        Point row = _context.Data.CreateEnumerable<Point>(view, reuseRowObject: false).Single();

        Assert.Equal("", row.Name);
        Assert.Equal([], row.Latent);
        Assert.Equal([], row.Tags);
    }

    [Fact]
    public void Schema_definition_renames_and_retypes_columns()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Point));
        SchemaDefinition.Column latent = definition["Latent"];
        latent.ColumnName = "z";
        latent.ColumnType = new VectorDataViewType(NumberDataViewType.Single, 1, 2);
        latent.AddAnnotation("SlotNames", new[] { "x", "y" }, new VectorDataViewType(TextDataViewType.Instance, 2));

        IDataView view = _context.Data.LoadFromEnumerable(new[] { Point.Numbered(4) }, definition);
        VBuffer<ReadOnlyMemory<char>> names = default;
        view.Schema["z"].GetSlotNames(ref names);

        Assert.Equal("z: Vector<Single, 1, 2> {SlotNames}", view.Schema["z"].ToString());
        Assert.Equal(["x", "y"], names.DenseValues().Select(name => name.ToString()));
        Assert.Equal([4f, -4f], view.GetColumn<float[]>("z").Single());
    }

    [Fact]
    public void Schema_of_another_view_gives_its_types()
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Latent", new VectorDataViewType(NumberDataViewType.Single, 1, 2));

        IDataView view = _context.Data.LoadFromEnumerable(new[] { Point.Numbered(4) }, builder.ToSchema());

        Assert.Equal("Vector<Single, 1, 2>", view.Schema["Latent"].Type.ToString());
    }

    [Fact]
    public void Missing_column_is_refused_unless_ignored()
    {
        IDataView view = _context.Data.LoadFromEnumerable(new[] { new { Number = 3 } });

        var error = Assert.Throws<ArgumentOutOfRangeException>(() => _context.Data.CreateEnumerable<Point>(view, false).Any());
        Point row = _context.Data.CreateEnumerable<Point>(view, false, ignoreMissingColumns: true).Single();

        Assert.Contains("column 'Label'", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, row.Number);
    }

    [Fact]
    public void Column_of_another_type_is_refused()
    {
        IDataView view = _context.Data.LoadFromEnumerable(new[] { new { Number = 3f } });

        var error = Assert.Throws<InvalidOperationException>(() => _context.Data.CreateEnumerable<Point>(view, false, ignoreMissingColumns: true).Any());

        Assert.Contains("Can't bind the IDataView column 'Number' of type 'Single' to field or property 'Number' of type 'System.Int32'.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Null_row_is_refused()
    {
        IDataView view = _context.Data.LoadFromEnumerable(new[] { Point.Numbered(0), null! /* what is tested */ });

        Assert.Throws<InvalidOperationException>(() => view.GetColumn<int>("Number").Count());
    }

    [Fact]
    public void Member_without_a_column_type_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _context.Data.LoadFromEnumerable(new[] { new { Image = new object() } }));
    }
}
