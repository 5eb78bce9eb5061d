using System.Collections.Immutable;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using static VaePipeline.Compat.Tests.MicrosoftML.PointRows;

namespace VaePipeline.Compat.Tests.MicrosoftML.Transforms;

public sealed class NormalizeTests
{
    private readonly MLContext _ml = new(1);

    private sealed class Sample
    {
        public float S { get; set; }
        public double D { get; set; }
        [VectorType(2)] public float[] V { get; set; } = [];
        [VectorType(2)] public double[] W { get; set; } = [];
    }

    /// <summary>S = D = 2, 4, 6, 8; V = W = [-1, 5], [1, 5], [3, 5], [5, 5].</summary>
    private IDataView Samples() => _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 4).Select(
        i => new Sample { S = 2 * i + 2, D = 2 * i + 2, V = [2 * i - 1, 5], W = [2 * i - 1, 5] }));

    private IDataView Apply(IEstimator<ITransformer> estimator) => estimator.Fit(Samples()).Transform(Samples());

    [Fact]
    public void NormalizeMinMax_divides_by_the_largest_magnitude_by_default()
    {
        var view = Apply(_ml.Transforms.NormalizeMinMax("Out", "S"));

        Assert.Equal(NumberDataViewType.Single, view.Schema["Out"].Type);
        Assert.True(view.Schema["Out"].IsNormalized());
        Assert.Equal([0.25f, 0.5f, 0.75f, 1f], view.GetColumn<float>("Out"));
    }

    [Fact]
    public void NormalizeMinMax_without_fixZero_maps_the_range_to_0_and_1()
    {
        // (x - 2) / 6, multiplied by the single-precision 1 / 6.
        Assert.Equal([0f, 2 * (1f / 6), 4 * (1f / 6), 6 * (1f / 6)], Apply(_ml.Transforms.NormalizeMinMax("S", fixZero: false)).GetColumn<float>("S"));
        Assert.Equal([0.0, 2 * (1.0 / 6), 4 * (1.0 / 6), 6 * (1.0 / 6)], Apply(_ml.Transforms.NormalizeMinMax("D", fixZero: false)).GetColumn<double>("D"));
    }

    [Fact]
    public void NormalizeMinMax_scales_each_slot_and_maps_a_constant_slot_to_zero()
    {
        var view = Apply(_ml.Transforms.NormalizeMinMax("V"));

        // The largest magnitude of slot 0 is 5; slot 1 never changes.
        Assert.Equal([[-1 * (1f / 5), 0], [1 * (1f / 5), 0], [3 * (1f / 5), 0], [5 * (1f / 5), 0]], Vectors(view, "V"));
    }

    [Fact]
    public void NormalizeMinMax_of_vectors_without_fixZero_shifts_each_slot()
    {
        Assert.Equal([[0, 0], [2 * (1f / 6), 0], [4 * (1f / 6), 0], [6 * (1f / 6), 0]],
            Vectors(Apply(_ml.Transforms.NormalizeMinMax("V", fixZero: false)), "V"));
        Assert.Equal([[0, 0], [2 * (1.0 / 6), 0], [4 * (1.0 / 6), 0], [6 * (1.0 / 6), 0]],
            Apply(_ml.Transforms.NormalizeMinMax("W", fixZero: false)).GetColumn<double[]>("W"));
    }

    [Fact]
    public void NormalizeMinMax_looks_at_no_more_rows_than_maximumExampleCount()
    {
        var view = Apply(_ml.Transforms.NormalizeMinMax("S", maximumExampleCount: 2));

        Assert.Equal([0.5f, 1f, 1.5f, 2f], view.GetColumn<float>("S"));
    }

    [Fact]
    public void NormalizeMinMax_ignores_NaN()
    {
        var rows = _ml.Data.LoadFromEnumerable(new Sample[] { new() { S = float.NaN }, new() { S = -4 }, new() { S = 2 } });

        var values = _ml.Transforms.NormalizeMinMax("S").Fit(rows).Transform(rows).GetColumn<float>("S").ToArray();

        Assert.Equal([float.NaN, -1f, 0.5f], values);
    }

    [Fact]
    public void NormalizeMeanVariance_divides_by_the_root_mean_square_by_default()
    {
        // mean 5, variance 5: sqrt(5 + 25) = sqrt(30).
        float scale = 1 / (float)Math.Sqrt(30);

        Assert.Equal([2 * scale, 4 * scale, 6 * scale, 8 * scale], Apply(_ml.Transforms.NormalizeMeanVariance("S")).GetColumn<float>("S"));
        Assert.Equal([2 / Math.Sqrt(30), 4 / Math.Sqrt(30), 6 / Math.Sqrt(30), 8 / Math.Sqrt(30)],
            Apply(_ml.Transforms.NormalizeMeanVariance("D")).GetColumn<double>("D"), (a, b) => Math.Abs(a - b) < 1e-15); // one rounding apart: a division, not a product
    }

    [Fact]
    public void NormalizeMeanVariance_without_fixZero_subtracts_the_mean()
    {
        float scale = 1 / (float)Math.Sqrt(5);

        Assert.Equal([-3 * scale, -1 * scale, 1 * scale, 3 * scale], Apply(_ml.Transforms.NormalizeMeanVariance("S", fixZero: false)).GetColumn<float>("S"));
        Assert.Equal([[-3 * scale, 0], [-1 * scale, 0], [1 * scale, 0], [3 * scale, 0]],
            Vectors(Apply(_ml.Transforms.NormalizeMeanVariance("V", fixZero: false)), "V"));
    }

    [Fact]
    public void NormalizeMeanVariance_counts_zeros_as_values()
    {
        var rows = _ml.Data.LoadFromEnumerable(new Sample[] { new() { S = 0 }, new() { S = 4 }, new() { S = 0 }, new() { S = 4 } });

        // mean 2, variance 4: sqrt(4 + 4) = sqrt(8).
        var values = _ml.Transforms.NormalizeMeanVariance("S").Fit(rows).Transform(rows).GetColumn<float>("S");

        Assert.Equal([0f, 4 * (1 / (float)Math.Sqrt(8)), 0f, 4 * (1 / (float)Math.Sqrt(8))], values);
    }

    [Fact]
    public void NormalizeMeanVariance_with_useCdf_maps_to_the_normal_distribution()
    {
        var view = Apply(_ml.Transforms.NormalizeMeanVariance("S", useCdf: true));

        // Φ((x - 5) / sqrt 5); the approximation that is used is good to 2e-4.
        Assert.Equal([0.0899, 0.3274, 0.6726, 0.9101], view.GetColumn<float>("S").Select(v => (double)v), (a, b) => Math.Abs(a - b) < 3e-4);
    }

    [Fact]
    public void GetNormalizerModelParameters_tells_scale_and_offset()
    {
        var model = _ml.Transforms.NormalizeMinMax([new InputOutputColumnPair("A", "S"), new InputOutputColumnPair("B", "V")], fixZero: false).Fit(Samples());

        var scalar = Assert.IsType<NormalizingTransformer.AffineNormalizerModelParameters<float>>(model.GetNormalizerModelParameters(0));
        var vector = Assert.IsType<NormalizingTransformer.AffineNormalizerModelParameters<ImmutableArray<float>>>(model.GetNormalizerModelParameters(1));

        Assert.Equal((1f / 6, 2f), (scalar.Scale, scalar.Offset));
        Assert.Equal<float[]>([1f / 6, 0], [.. vector.Scale]);
        Assert.Equal<float[]>([-1f, 0], [.. vector.Offset]);
    }

    [Fact]
    public void NormalizeMinMax_keeps_slot_names()
    {
        var view = Apply(_ml.Transforms.Concatenate("Both", "S", "V").Append(_ml.Transforms.NormalizeMinMax("Both")));

        Assert.Equal(["S", "", ""], SlotNames(view.Schema["Both"]));
        Assert.True(view.Schema["Both"].IsNormalized());
    }

    [Fact]
    public void NormalizeMinMax_of_another_type_is_refused()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(
            () => _ml.Transforms.CopyColumns("C", "Id").Append(_ml.Transforms.NormalizeMinMax("C")).Fit(Points(_ml, 3)));

        Assert.StartsWith("Schema mismatch for input column 'C': expected vector or scalar of Single or Double, got Int32", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NormalizeMinMax_of_fewer_than_two_examples_is_refused()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.NormalizeMinMax("S", maximumExampleCount: 1));

        Assert.Equal("maximumExampleCount", error.ParamName);
        Assert.StartsWith("Must be greater than 1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("S")]
    [InlineData("D")]
    [InlineData("V")]
    [InlineData("W")]
    public void A_normalizer_comes_back_from_a_saved_model(string column)
    {
        var model = _ml.Transforms.NormalizeMinMax("Range", column, fixZero: false)
            .Append(_ml.Transforms.NormalizeMeanVariance("Mean", column))
            .Append(_ml.Transforms.NormalizeMeanVariance("Cdf", column, useCdf: true)).Fit(Samples());
        using var stream = new MemoryStream();
        _ml.Model.Save(model, Samples().Schema, stream);
        stream.Position = 0;

        var loaded = new MLContext().Model.Load(stream, out _);

        foreach (string name in new[] { "Range", "Mean", "Cdf" })
            Assert.Equal(Numbers(model.Transform(Samples()), name), Numbers(loaded.Transform(Samples()), name));
    }

    private static IEnumerable<double> Numbers(IDataView view, string column) => view.Schema[column].Type switch
    {
        NumberDataViewType type when type == NumberDataViewType.Single => view.GetColumn<float>(column).Select(v => (double)v),
        NumberDataViewType => view.GetColumn<double>(column),
        VectorDataViewType type when type.ItemType == NumberDataViewType.Single => view.GetColumn<float[]>(column).SelectMany(v => v).Select(v => (double)v),
        _ => view.GetColumn<double[]>(column).SelectMany(v => v),
    };
}
