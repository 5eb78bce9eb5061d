using Microsoft.ML;
using Microsoft.ML.Data;
using static VaePipeline.Compat.Tests.MicrosoftML.PointRows;

namespace VaePipeline.Compat.Tests.MicrosoftML.Transforms;

public sealed class SelectColumnsTests
{
    private readonly MLContext _ml = new(1);

    [Fact]
    public void CopyColumns_copies_type_values_and_annotations()
    {
        var chain = _ml.Transforms.Concatenate("Both", "Weight", "X").Append(_ml.Transforms.CopyColumns("Again", "Both"));

        var view = chain.Fit(Points(_ml, 3)).Transform(Points(_ml, 3));

        Assert.Equal(view.Schema["Both"].Type, view.Schema["Again"].Type);
        Assert.Equal(["Weight", "", ""], SlotNames(view.Schema["Again"]));
        Assert.Equal([[-4, 0, 0.5f], [-2, 1, 1.5f], [0, 2, 2.5f]], Vectors(view, "Again"));
    }

    [Fact]
    public void CopyColumns_over_itself_hides_the_old_column()
    {
        var view = _ml.Transforms.CopyColumns("Id", "Weight").Fit(Points(_ml, 2)).Transform(Points(_ml, 2));

        Assert.Equal(["X", "Weight", "Id", "Id"], Names(view.Schema));
        Assert.Equal([false, false, true, false], view.Schema.Select(c => c.IsHidden));
        Assert.Equal([-4f, -2f], view.GetColumn<float>("Id"));
    }

    [Fact]
    public void CopyColumns_of_a_missing_column_is_refused()
    {
        var estimator = _ml.Transforms.CopyColumns("Copy", "Nowhere");

        var transform = Assert.Throws<ArgumentOutOfRangeException>(() => estimator.Fit(Points(_ml, 1)).Transform(Points(_ml, 1)));
        var shape = Assert.Throws<ArgumentOutOfRangeException>(() => estimator.Append(estimator).Fit(Points(_ml, 1)));

        Assert.StartsWith("Could not find input column 'Nowhere'", transform.Message, StringComparison.Ordinal);
        Assert.Equal("inputSchema", transform.ParamName);
        Assert.StartsWith("Could not find input column 'Nowhere'", shape.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DropColumns_drops_every_column_of_the_name()
    {
        var chain = _ml.Transforms.CopyColumns("Id", "Weight").Append(_ml.Transforms.DropColumns("Id"));

        var view = chain.Fit(Points(_ml, 2)).Transform(Points(_ml, 2));

        Assert.Equal(["X", "Weight"], Names(view.Schema));
        Assert.Equal([[0, 0.5f], [1, 1.5f]], Vectors(view, "X"));
    }

    [Fact]
    public void SelectColumns_puts_the_columns_in_the_order_of_the_names()
    {
        var view = _ml.Transforms.SelectColumns("Id", "X").Fit(Points(_ml, 2)).Transform(Points(_ml, 2));

        Assert.Equal(["Id", "X"], Names(view.Schema));
        Assert.Equal([0, 1], view.GetColumn<int>("Id"));
        Assert.Equal([[0, 0.5f], [1, 1.5f]], Vectors(view, "X"));
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    public void SelectColumns_keeps_hidden_columns_only_when_asked(bool keepHidden, int expected)
    {
        var chain = _ml.Transforms.CopyColumns("Id", "Weight").Append(_ml.Transforms.SelectColumns(["Id"], keepHidden));

        var view = chain.Fit(Points(_ml, 2)).Transform(Points(_ml, 2));

        Assert.Equal(expected, view.Schema.Count);
    }

    [Fact]
    public void SelectColumns_of_a_missing_column_is_refused()
    {
        var estimator = _ml.Transforms.SelectColumns("Id", "Nowhere", "Neither");

        var error = Assert.Throws<ArgumentOutOfRangeException>(() => estimator.Fit(Points(_ml, 1)).Transform(Points(_ml, 1)));
        var drop = Assert.Throws<ArgumentOutOfRangeException>(
            () => _ml.Transforms.DropColumns("Nowhere").Fit(Points(_ml, 1)).Transform(Points(_ml, 1)));

        Assert.StartsWith("Could not find input column 'Nowhere,Neither'", error.Message, StringComparison.Ordinal);
        Assert.StartsWith("Could not find input column 'Nowhere'", drop.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SelectColumns_serves_rows_of_a_prediction_engine()
    {
        var model = _ml.Transforms.CopyColumns("Copy", "Weight").Append(_ml.Transforms.DropColumns("X")).Fit(Points(_ml, 1));
        using var engine = _ml.Model.CreatePredictionEngine<Point, Copied>(model);

        Assert.Equal(2.5f, engine.Predict(new Point { X = [1, 2], Weight = 2.5f }).Copy);
        Assert.Equal(-1f, engine.Predict(new Point { X = [1, 2], Weight = -1f }).Copy);
        Assert.DoesNotContain("X", Names(engine.OutputSchema));
    }

    private sealed class Copied
    {
        public float Copy { get; set; }
    }

    [Fact]
    public void SelectColumns_reads_only_the_columns_asked_for()
    {
        var touched = new List<int>();
        var mapped = _ml.Transforms.CustomMapping<Point, Copied>((p, c) => { touched.Add(p.Id); c.Copy = 1; }, null)
            .Append(_ml.Transforms.SelectColumns("Id", "Copy"));
        var view = mapped.Fit(Points(_ml, 3)).Transform(Points(_ml, 3));

        Assert.Equal([0, 1, 2], view.GetColumn<int>("Id"));
        Assert.Empty(touched);
        Assert.Equal([1f, 1f, 1f], view.GetColumn<float>("Copy"));
        Assert.Equal([0, 1, 2], touched.Order());
    }
}
