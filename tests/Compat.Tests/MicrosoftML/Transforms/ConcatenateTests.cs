using Microsoft.ML;
using Microsoft.ML.Data;
using static VaePipeline.Compat.Tests.MicrosoftML.PointRows;

namespace VaePipeline.Compat.Tests.MicrosoftML.Transforms;

public sealed class ConcatenateTests
{
    private readonly MLContext _ml = new(1);

    private sealed class Mixed
    {
        [VectorType(3)] public float[] A { get; set; } = [];
        public float B { get; set; }
        [VectorType] public float[] Free { get; set; } = [];
        public double Wide { get; set; }
    }

    private IDataView Mixture() => _ml.Data.LoadFromEnumerable(new Mixed[]
    {
        new() { A = [1, 2, 3], B = 4, Free = [5], Wide = 6 },
        new() { A = [0, 0, 7], B = 0, Free = [], Wide = 8 },
    });

    [Fact]
    public void Concatenate_joins_vectors_and_scalars_in_the_order_of_the_names()
    {
        var view = _ml.Transforms.Concatenate("All", "B", "A").Fit(Mixture()).Transform(Mixture());

        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 4), view.Schema["All"].Type);
        Assert.Equal([[4, 1, 2, 3], [0, 0, 0, 7]], Vectors(view, "All"));
    }

    [Fact]
    public void Concatenate_of_a_variable_vector_is_variable()
    {
        var view = _ml.Transforms.Concatenate("All", "A", "Free").Fit(Mixture()).Transform(Mixture());

        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single), view.Schema["All"].Type);
        Assert.Equal([[1, 2, 3, 5], [0, 0, 7]], Vectors(view, "All"));
    }

    [Fact]
    public void Concatenate_names_the_slots_of_scalars_after_their_columns()
    {
        var view = _ml.Transforms.Concatenate("All", "A", "B").Fit(Mixture()).Transform(Mixture());

        Assert.True(view.Schema["All"].HasSlotNames());
        Assert.Equal(["", "", "", "B"], SlotNames(view.Schema["All"]));
    }

    [Fact]
    public void Concatenate_of_named_slots_prefixes_the_column()
    {
        var first = _ml.Transforms.Concatenate("Inner", "B", "B");
        var chain = first.Append(_ml.Transforms.Concatenate("All", "Inner", "A"));

        var view = chain.Fit(Mixture()).Transform(Mixture());

        Assert.Equal(["Inner.B", "Inner.B", "", "", ""], SlotNames(view.Schema["All"]));
    }

    [Fact]
    public void Concatenate_of_one_vector_keeps_its_type_and_is_not_normalized_by_itself()
    {
        var view = _ml.Transforms.Concatenate("Same", "A").Fit(Mixture()).Transform(Mixture());

        Assert.Equal(view.Schema["A"].Type, view.Schema["Same"].Type);
        Assert.False(view.Schema["Same"].IsNormalized());
        Assert.Equal([[1, 2, 3], [0, 0, 7]], Vectors(view, "Same"));
    }

    [Fact]
    public void Concatenate_of_sparse_vectors_is_sparse_where_that_is_shorter()
    {
        var sparse = _ml.Transforms.CustomMapping<Mixed, Wanted>((_, wanted) => wanted.S = new VBuffer<float>(10, 1, [9f], [4]), null)
            .Append(_ml.Transforms.Concatenate("All", "B", "S"));

        var buffer = Read<VBuffer<float>>(sparse.Fit(Mixture()).Transform(Mixture()), "All")[0];

        Assert.False(buffer.IsDense);
        Assert.Equal(11, buffer.Length);
        Assert.Equal([0, 5], buffer.GetIndices().ToArray());
        Assert.Equal([4f, 9f], buffer.GetValues().ToArray());
    }

    private sealed class Wanted
    {
        [VectorType(10)] public VBuffer<float> S { get; set; }
    }

    [Fact]
    public void Concatenate_of_different_item_types_is_refused()
    {
        var estimator = _ml.Transforms.Concatenate("All", "A", "Wide");

        var fit = Assert.Throws<InvalidOperationException>(() => estimator.Append(estimator).Fit(Mixture()));
        var transform = Assert.Throws<ArgumentOutOfRangeException>(() => estimator.Fit(Mixture()).Transform(Mixture()));

        Assert.Equal("Concatenated columns should have the same type. Column 'Wide' has type of Double, but expected column type is Single.", fit.Message);
        Assert.Equal("inputSchema", transform.ParamName);
        Assert.StartsWith("Schema mismatch for input column 'Wide': expected Single, got Double", transform.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Concatenate_of_a_missing_column_is_refused()
    {
        var estimator = _ml.Transforms.Concatenate("All", "A", "Nowhere");

        var error = Assert.Throws<ArgumentOutOfRangeException>(() => estimator.Fit(Mixture()).Transform(Mixture()));

        Assert.StartsWith("Could not find input column 'Nowhere'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Concatenate_without_inputs_is_refused()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.Concatenate("All"));

        Assert.Equal("inputColumnNames", error.ParamName);
        Assert.StartsWith("Input columns not specified", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Concatenate_output_shape_tells_kind_and_slot_names()
    {
        var shape = _ml.Transforms.Concatenate("All", "A", "B").GetOutputSchema(Shape(Mixture().Schema));

        var column = shape.Single(c => c.Name == "All");
        Assert.Equal(SchemaShape.Column.VectorKind.Vector, column.Kind);
        Assert.Equal(NumberDataViewType.Single, column.ItemType);
        Assert.False(column.IsKey);
        Assert.Equal(["SlotNames"], column.Annotations.Select(a => a.Name));
    }

    /// <summary>The shape of a schema, by way of an estimator that leaves every column as it is.</summary>
    private SchemaShape Shape(DataViewSchema schema)
    {
        SchemaShape? shape = null;
        var spy = new ShapeSpy(s => shape = s);
        _ml.Transforms.CopyColumns("Copy", schema[0].Name).Append(spy).Fit(Mixture());
        return shape!; // Fit asked the spy
    }

    private sealed class ShapeSpy(Action<SchemaShape> seen) : IEstimator<ITransformer>
    {
        public ITransformer Fit(IDataView input) => new TransformerChain<ITransformer>();

        public SchemaShape GetOutputSchema(SchemaShape inputSchema)
        {
            seen(inputSchema);
            return inputSchema;
        }
    }
}
