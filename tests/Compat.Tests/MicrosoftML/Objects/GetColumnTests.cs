using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaePipeline.Compat.Tests.MicrosoftML.Objects;

public class GetColumnTests
{
    private readonly IDataView _view = new MLContext().Data.LoadFromEnumerable(Enumerable.Range(0, 3).Select(Point.Numbered).ToList());

    [Fact]
    public void Column_is_read_as_its_raw_type_text_or_arrays()
    {
        Assert.Equal([0, 1, 2], _view.GetColumn<int>("Number"));
        Assert.Equal(["p0", "p1", "p2"], _view.GetColumn<string>("Label"));
        Assert.Equal(["p0", "p1", "p2"], _view.GetColumn<ReadOnlyMemory<char>>("Label").Select(text => text.ToString()));
        Assert.Equal([[0f, 0f], [1f, -1f], [2f, -2f]], _view.GetColumn<float[]>(_view.Schema["Latent"]));
        Assert.Equal([[], ["t0"], ["t0", "t1"]], _view.GetColumn<string[]>("Tags"));
        Assert.Equal([[0.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, 0.0, 2.0]], _view.GetColumn<double[]>("Weights"));
        Assert.Equal(3, _view.GetColumn<VBuffer<float>>("Latent").Count());
    }

    [Theory]
    [InlineData("Number")]
    [InlineData("Latent")]
    public void Column_of_another_type_is_refused(string column)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => _view.GetColumn<double[]>(column));

        Assert.Equal("column", error.ParamName);
    }

    [Fact]
    public void Column_of_another_view_is_refused()
    {
        IDataView other = new MLContext().Data.LoadFromEnumerable(new[] { new { Other = 1 } });

        Assert.Throws<ArgumentOutOfRangeException>(() => _view.GetColumn<int>(other.Schema["Other"]));
    }
}
