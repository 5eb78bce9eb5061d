using System.Diagnostics.CodeAnalysis;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaePipeline.Compat.Tests.MicrosoftML.Chains;
using VaePipeline.Compat.Tests.MicrosoftML.Objects;

namespace VaePipeline.Compat.Tests.MicrosoftML.Prediction;

[SuppressMessage("Reliability", "CA2000", Justification = "These transformers hold nothing.")]
public class PredictionEngineTests
{
    private readonly MLContext _context = new(1);

    [Fact]
    public void Engine_transforms_one_object_after_another()
    {
        var chain = new TransformerChain<ITransformer>(new ScaleTransformer("A", "Number", 2), new ScaleTransformer("B", "A", 5));
        using var engine = _context.Model.CreatePredictionEngine<Point, Scaled>(chain);
        Scaled reused = new();
        Scaled same = reused;

        Assert.Equal(30, engine.Predict(Point.Numbered(3)).B);
        engine.Predict(Point.Numbered(4), ref reused);

        Assert.Equal(40, reused.B);
        Assert.Equal("p4", reused.Label);
        Assert.Same(same, reused);
        Assert.Equal("B", engine.OutputSchema[engine.OutputSchema.Count - 1].Name);
    }

    [Fact]
    public void Transformer_that_is_no_row_mapper_is_refused()
    {
        var chain = new TransformerChain<ITransformer>(new ScaleTransformer("A", "Number", 2), new ScaleTransformer("B", "A", 5, isRowToRow: false));

        var error = Assert.Throws<ArgumentOutOfRangeException>(() => _context.Model.CreatePredictionEngine<Point, Scaled>(chain));

        Assert.StartsWith("Must be a row to row mapper", error.Message, StringComparison.Ordinal);
        Assert.Equal("transformer", error.ParamName);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Engine_disposes_its_transformer_if_it_owns_it(bool owns)
    {
        using var transformer = new ScaleTransformer("B", "Number", 2);
        var engine = _context.Model.CreatePredictionEngine<Point, Scaled>(transformer, new PredictionEngineOptions { OwnsTransformer = owns });

        engine.Dispose();
        engine.Dispose();

        Assert.Equal(owns, transformer.IsDisposed);
    }

    [Fact]
    public void Missing_output_column_is_ignored_by_default()
    {
        using var transformer = new ScaleTransformer("Other", "Number", 2);
        using var engine = _context.Model.CreatePredictionEngine<Point, Scaled>(transformer);

        Assert.Equal(0, engine.Predict(Point.Numbered(1)).B);
        Assert.Throws<ArgumentOutOfRangeException>(() => _context.Model.CreatePredictionEngine<Point, Scaled>(transformer, ignoreMissingColumns: false));
    }

    [Fact]
    public void Input_schema_gives_its_types()
    {
        IDataView rows = _context.Data.LoadFromEnumerable(new[] { new { Number = 1, Label = "a" } });
        using var transformer = new ScaleTransformer("B", "Number", 2);
        using var engine = _context.Model.CreatePredictionEngine<Point, Scaled>(transformer, rows.Schema);

        Assert.Equal(8, engine.Predict(Point.Numbered(4)).B);
    }

    [Fact]
    public void Null_example_is_refused()
    {
        using var transformer = new ScaleTransformer("B", "Number", 2);
        using var engine = _context.Model.CreatePredictionEngine<Point, Scaled>(transformer);

        Assert.Throws<ArgumentNullException>(() => engine.Predict(null! /* what is tested */));
    }

    private sealed class Scaled
    {
        public int B { get; set; }

        public string Label { get; set; } = "";
    }
}
