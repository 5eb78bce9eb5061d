using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using static VaePipeline.Compat.Tests.MicrosoftML.PointRows;

namespace VaePipeline.Compat.Tests.MicrosoftML.Transforms;

public sealed class CustomMappingTests
{
    private readonly MLContext _ml = new(1);

    internal sealed class Sum
    {
        public float Total { get; set; }
        [VectorType(2)] public float[] Twice { get; set; } = [];
    }

    internal static void Add(Point point, Sum sum)
    {
        sum.Total = point.X[0] + point.X[1] + point.Weight;
        sum.Twice = [2 * point.X[0], 2 * point.X[1]];
    }

    [CustomMappingFactoryAttribute("compat-tests-add")]
    internal sealed class AddFactory : CustomMappingFactory<Point, Sum>
    {
        public override Action<Point, Sum> GetMapping() => Add;
    }

    [CustomMappingFactoryAttribute("compat-tests-not-a-factory")]
    internal sealed class NotAFactory;

    [Fact]
    public void CustomMapping_adds_the_columns_of_the_output_type()
    {
        var view = _ml.Transforms.CustomMapping<Point, Sum>(Add, null).Fit(Points(_ml, 3)).Transform(Points(_ml, 3));

        Assert.Equal(["X", "Weight", "Id", "Total", "Twice"], Names(view.Schema));
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 2), view.Schema["Twice"].Type);
        Assert.Equal([-3.5f, 0.5f, 4.5f], view.GetColumn<float>("Total"));
        Assert.Equal([[0, 1], [2, 3], [4, 5]], Vectors(view, "Twice"));
    }

    [Fact]
    public void CustomMapping_calls_the_action_once_a_row_for_all_columns()
    {
        int calls = 0;
        var view = _ml.Transforms.CustomMapping<Point, Sum>((p, s) => { calls++; Add(p, s); }, null).Fit(Points(_ml, 1)).Transform(Points(_ml, 1));
        using var cursor = view.GetRowCursor(view.Schema);
        var total = cursor.GetGetter<float>(view.Schema["Total"]);
        var twice = cursor.GetGetter<VBuffer<float>>(view.Schema["Twice"]);
        float value = 0;
        VBuffer<float> vector = default;

        Assert.True(cursor.MoveNext());
        total(ref value);
        twice(ref vector);
        total(ref value);

        Assert.Equal(1, calls);
        Assert.Equal(-3.5f, value);
    }

    [Fact]
    public void CustomMapping_takes_names_and_types_from_schema_definitions()
    {
        var input = SchemaDefinition.Create(typeof(Point));
        input["X"].ColumnName = "Latent";
        var output = SchemaDefinition.Create(typeof(Sum));
        var twice = output["Twice"];
        twice.ColumnName = "Pixels";
        twice.ColumnType = new VectorDataViewType(NumberDataViewType.Single, 1, 2);
        var renamed = _ml.Transforms.CopyColumns("Latent", "X").Append(_ml.Transforms.DropColumns("X"))
            .Append(_ml.Transforms.CustomMapping<Point, Sum>(Add, null, input, output));

        var view = renamed.Fit(Points(_ml, 2)).Transform(Points(_ml, 2));

        Assert.Equal(["Weight", "Id", "Latent", "Total", "Pixels"], Names(view.Schema));
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 1, 2), view.Schema["Pixels"].Type);
        Assert.Equal([[0, 1], [2, 3]], Vectors(view, "Pixels"));
    }

    [Fact]
    public void CustomMapping_without_its_input_column_is_refused()
    {
        var estimator = _ml.Transforms.DropColumns("X").Append(_ml.Transforms.CustomMapping<Point, Sum>(Add, null));

        var error = Assert.Throws<ArgumentOutOfRangeException>(() => estimator.Fit(Points(_ml, 1)));

        Assert.Equal("inputSchema", error.ParamName);
        Assert.StartsWith("Could not find input column 'X'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CustomMapping_of_another_item_type_is_refused()
    {
        var estimator = _ml.Transforms.CopyColumns("Weight", "Id").Append(_ml.Transforms.CustomMapping<Point, Sum>(Add, null));

        var error = Assert.Throws<ArgumentOutOfRangeException>(() => estimator.Fit(Points(_ml, 1)));

        Assert.StartsWith("Schema mismatch for input column 'Weight': expected Single, got Int32", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CustomMapping_with_a_contract_comes_back_from_a_saved_model()
    {
        var model = _ml.Transforms.CustomMapping<Point, Sum>(Add, "compat-tests-add").Fit(Points(_ml, 1));
        using var stream = new MemoryStream();
        _ml.Model.Save(model, Points(_ml, 1).Schema, stream);
        stream.Position = 0;

        var loaded = new MLContext().Model.Load(stream, out _);

        Assert.Equal([-3.5f, 0.5f], loaded.Transform(Points(_ml, 2)).GetColumn<float>("Total"));
    }

    [Fact]
    public void CustomMapping_without_a_contract_cannot_be_saved()
    {
        var model = _ml.Transforms.CustomMapping<Point, Sum>(Add, null).Fit(Points(_ml, 1));
        using var stream = new MemoryStream();

        var error = Assert.Throws<InvalidOperationException>(() => _ml.Model.Save(model, null, stream));

        Assert.Equal("Empty contract name for a transform: the transform cannot be saved", error.Message);
    }

    [Fact]
    public void Load_of_an_unknown_contract_names_it()
    {
        var model = _ml.Transforms.CustomMapping<Point, Sum>(Add, "compat-tests-nobody").Fit(Points(_ml, 1));
        using var stream = new MemoryStream();
        _ml.Model.Save(model, null, stream);
        stream.Position = 0;

        var error = Assert.Throws<InvalidOperationException>(() => new MLContext().Model.Load(stream, out _));

        Assert.Contains("compat-tests-nobody", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_of_a_contract_that_is_no_factory_says_so()
    {
        var model = _ml.Transforms.CustomMapping<Point, Sum>(Add, "compat-tests-not-a-factory").Fit(Points(_ml, 1));
        using var stream = new MemoryStream();
        _ml.Model.Save(model, null, stream);
        stream.Position = 0;

        var error = Assert.Throws<InvalidOperationException>(() => new MLContext().Model.Load(stream, out _));

        Assert.Contains("The class with contract 'compat-tests-not-a-factory' must derive from", error.ToString(), StringComparison.Ordinal);
    }
}
