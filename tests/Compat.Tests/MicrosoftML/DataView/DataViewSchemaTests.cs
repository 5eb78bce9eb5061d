using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaePipeline.Compat.Tests.MicrosoftML.DataView;

public class DataViewSchemaTests
{
    [Fact]
    public void Later_column_hides_an_earlier_one_of_its_name()
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("A", NumberDataViewType.Single);
        builder.AddColumn("B", NumberDataViewType.Int32);
        builder.AddColumn("A", NumberDataViewType.Double);

        DataViewSchema schema = builder.ToSchema();

        Assert.Equal([true, false, false], schema.Select(column => column.IsHidden));
        Assert.Equal(2, schema["A"].Index);
        Assert.Null(schema.GetColumnOrNull("C"));
        Assert.Equal("3 columns", schema.ToString());
        Assert.Equal("A: Double", schema["A"].ToString());
    }

    [Fact]
    public void Missing_column_is_refused_by_name()
    {
        DataViewSchema schema = new DataViewSchema.Builder().ToSchema();

        var error = Assert.Throws<ArgumentOutOfRangeException>(() => schema["Latent"]);

        Assert.Equal("name", error.ParamName);
        Assert.Contains("Column 'Latent' not found", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Annotations_hand_out_their_values()
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.AddPrimitiveValue("IsNormalized", BooleanDataViewType.Instance, true);
        annotations.Add("SlotNames", new VectorDataViewType(TextDataViewType.Instance, 2), (ref VBuffer<ReadOnlyMemory<char>> value) =>
            value = new VBuffer<ReadOnlyMemory<char>>(2, ["x".AsMemory(), "y".AsMemory()]));
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Latent", new VectorDataViewType(NumberDataViewType.Single, 2), annotations.ToAnnotations());
        DataViewSchema.Column column = builder.ToSchema()["Latent"];
        VBuffer<ReadOnlyMemory<char>> names = default;

        column.GetSlotNames(ref names);

        Assert.True(column.IsNormalized());
        Assert.True(column.HasSlotNames());
        Assert.Equal(["x", "y"], names.DenseValues().Select(name => name.ToString()));
        Assert.Equal("Latent: Vector<Single, 2> {IsNormalized, SlotNames}", column.ToString());
    }

    [Fact]
    public void Annotation_of_another_type_is_refused()
    {
        var builder = new DataViewSchema.Annotations.Builder();
        builder.AddPrimitiveValue("Count", NumberDataViewType.Int32, 3);
        DataViewSchema.Annotations annotations = builder.ToAnnotations();
        float value = 0;

        Assert.Throws<InvalidOperationException>(() => annotations.GetValue("Count", ref value));
        Assert.Throws<InvalidOperationException>(() => annotations.GetValue("Other", ref value));
        Assert.Throws<ArgumentException>(() => builder.AddPrimitiveValue("Count", NumberDataViewType.Int32, 3f));
    }
}
