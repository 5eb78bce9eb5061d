using Microsoft.ML;
using Microsoft.ML.Data;
using VaePipeline.Contracts.Errors;
using VaePipeline.Inference.Transforms;

namespace VaePipeline.Inference.Tests.Transforms;

public sealed class SchemaTests
{
    private const string Expected = "expected a vector of 2 Single for the model's input \"latent\".";

    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void Fit_column_missing_names_the_columns_there_are() => AssertRefused(
        new SourceColumn<int>("Number", NumberDataViewType.Int32, row => (int)row),
        $"column \"Latent\": not in the data, which has \"Number\"; {Expected} Make the column, or name the one to read.");

    [Fact]
    public void Fit_column_of_another_item_type_is_refused() => AssertRefused(
        new SourceColumn<VBuffer<double>>("Latent", new VectorDataViewType(NumberDataViewType.Double, 2), _ => default),
        $"column \"Latent\": Vector<Double, 2>; {Expected} Convert the column, or use another model.");

    [Fact]
    public void Fit_column_of_another_size_is_refused() => AssertRefused(
        new SourceColumn<VBuffer<float>>("Latent", new VectorDataViewType(NumberDataViewType.Single, 3), _ => default),
        $"column \"Latent\": Vector<Single, 3>; {Expected} Convert the column, or use another model.");

    [Fact]
    public void Fit_scalar_column_is_refused() => AssertRefused(
        new SourceColumn<float>("Latent", NumberDataViewType.Single, _ => 0f),
        $"column \"Latent\": Single; {Expected} Convert the column, or use another model.");

    [Fact]
    public void Fit_column_with_other_axes_of_the_same_size_is_accepted()
    {
        var source = new SourceView(
            2, new SourceColumn<VBuffer<float>>("Latent", new VectorDataViewType(NumberDataViewType.Single, 1, 2), row => new VBuffer<float>(2, [row, 1f])));
        using BatchedOnnxTransformer decoder = _context.Transforms.DecodeLatents(TestModels.Decoder).Fit(source);

        float[] pixels = [.. decoder.Transform(source).GetColumn<float[]>("Image").SelectMany(row => row)];

        TestModels.AssertClose(TestModels.Decoded([0f, 1f, 1f, 1f]), pixels);
    }

    [Fact]
    public void Transform_rows_of_varying_size_are_checked_one_by_one()
    {
        var source = new SourceView(
            20, new SourceColumn<VBuffer<float>>("Latent", new VectorDataViewType(NumberDataViewType.Single), row => new VBuffer<float>(row == 12 ? 3 : 2, new float[3])));
        using BatchedOnnxTransformer decoder = _context.Transforms.DecodeLatents(TestModels.Decoder).Fit(source);
        IDataView images = decoder.Transform(source);

        using DataViewRowCursor cursor = images.GetRowCursor(images.Schema);
        for (int row = 0; row < 12; row++)
        {
            Assert.True(cursor.MoveNext());
        }

        BadInputException error = Assert.Throws<BadInputException>(() => cursor.MoveNext());
        Assert.Equal(
            "column \"Latent\", row 12: 3 values; expected 2 for the model's input \"latent\". Make all rows of the column of that size.",
            error.Message);
    }

    [Fact]
    public void Transform_sparse_latents_are_filled_with_zeros()
    {
        var source = new SourceView(
            2, new SourceColumn<VBuffer<float>>("Latent", new VectorDataViewType(NumberDataViewType.Single, 2), row => new VBuffer<float>(2, 1, [1f], [(int)row])));
        using BatchedOnnxTransformer decoder = _context.Transforms.DecodeLatents(TestModels.Decoder).Fit(source);

        float[] pixels = [.. decoder.Transform(source).GetColumn<float[]>("Image").SelectMany(row => row)];

        TestModels.AssertClose(TestModels.Decoded([1f, 0f, 0f, 1f]), pixels);
    }

    [Fact]
    public void GetOutputSchema_of_a_schema_adds_the_image_and_keeps_the_rest_in_place()
    {
        var source = new SourceView(1, SourceColumn.Latent, new SourceColumn<int>("Number", NumberDataViewType.Int32, row => (int)row));
        using BatchedOnnxTransformer decoder = _context.Transforms.DecodeLatents(TestModels.Decoder).Fit(source);

        DataViewSchema schema = decoder.GetOutputSchema(source.Schema);

        Assert.Equal(["Latent", "Number", "Image"], schema.Select(column => column.Name));
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 1, 4, 4), schema["Image"].Type);
    }

    [Fact]
    public void GetOutputSchema_of_a_shape_adds_a_vector_of_the_outputs_type()
    {
        BatchedOnnxEstimator decoder = _context.Transforms.DecodeLatents(TestModels.Path("decoder-uint8"), "Picture", "Z");

        SchemaShape.Column[] columns = [.. decoder.GetOutputSchema(ShapeOf("Z", "Picture"))];

        Assert.Equal(["Z", "Picture"], columns.Select(column => column.Name));
        Assert.Equal(SchemaShape.Column.VectorKind.Vector, columns[1].Kind);
        Assert.Equal(NumberDataViewType.Byte, columns[1].ItemType);
        Assert.False(columns[1].IsKey);
        Assert.Empty(columns[1].Annotations);
    }

    [Fact]
    public void GetOutputSchema_of_a_shape_without_the_column_is_refused()
    {
        BatchedOnnxEstimator decoder = _context.Transforms.DecodeLatents(TestModels.Decoder);

        ArgumentException error = Assert.Throws<ArgumentException>(() => decoder.GetOutputSchema(ShapeOf("A", "B")));

        Assert.Equal(
            $"column \"Latent\": not in the data, which has \"A\", \"B\"; {Expected} Make the column, or name the one to read.", error.Message);
    }

    [Fact]
    public void GetOutputSchema_of_a_shape_with_a_column_of_another_type_is_refused()
    {
        BatchedOnnxEstimator encoder = _context.Transforms.EncodeImages(TestModels.Encoder, inputColumnName: "Pixels");
        SchemaShape bytes = _context.Transforms.DecodeLatents(TestModels.Path("decoder-uint8"), "Pixels", "A").GetOutputSchema(ShapeOf("A"));

        ArgumentException error = Assert.Throws<ArgumentException>(() => encoder.GetOutputSchema(bytes));

        Assert.Equal(
            "column \"Pixels\": Vector of Byte; expected a vector of 16 Single for the model's input \"image\". Convert the column, or use another model.",
            error.Message);
    }

    // Latents are copied to columns of the names given.
    private SchemaShape ShapeOf(params string[] names)
    {
        SchemaShape shape = new([]);
        foreach (string name in names)
        {
            SchemaShape one = _context.Transforms
                .CustomMapping<Nothing, LatentOnly>((_, _) => { }, null, outputSchemaDefinition: Named(name))
                .GetOutputSchema(new SchemaShape([]));
            shape = new SchemaShape([.. shape, .. one]);
        }

        return shape;

        static SchemaDefinition Named(string name)
        {
            SchemaDefinition definition = SchemaDefinition.Create(typeof(LatentOnly));
            definition["Latent"].ColumnName = name;
            return definition;
        }
    }

    private void AssertRefused(SourceColumn column, string message)
    {
        BatchedOnnxEstimator estimator = _context.Transforms.DecodeLatents(TestModels.Decoder);
        var good = new SourceView(1, SourceColumn.Latent);
        var bad = new SourceView(1, column);
        using BatchedOnnxTransformer decoder = estimator.Fit(good);

        ArgumentException[] errors =
        [
            Assert.Throws<ArgumentException>(() => estimator.Fit(bad)),
            Assert.Throws<ArgumentException>(() => decoder.Transform(bad)),
            Assert.Throws<ArgumentException>(() => decoder.GetOutputSchema(bad.Schema)),
            Assert.Throws<ArgumentException>(() => decoder.GetRowToRowMapper(bad.Schema)),
        ];

        Assert.All(errors, error => Assert.Equal(message, error.Message));
    }

    private sealed class Nothing;

    private sealed class LatentOnly
    {
        [VectorType(2)]
        public float[] Latent { get; set; } = [];
    }
}
