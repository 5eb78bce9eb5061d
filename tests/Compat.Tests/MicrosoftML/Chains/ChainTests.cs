using System.Diagnostics.CodeAnalysis;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaePipeline.Compat.Tests.MicrosoftML.Objects;

namespace VaePipeline.Compat.Tests.MicrosoftML.Chains;

[SuppressMessage("Reliability", "CA2000", Justification = "These transformers hold nothing.")]
public class ChainTests
{
    private readonly MLContext _context = new(1);
    private readonly CountingDataView _rows = new CountingDataView(4);

    [Fact]
    public void Estimators_are_fitted_one_after_the_other()
    {
        var doubled = new ScaleTransformer("Doubled", "Number", 2);
        var pipeline = new ScaleEstimator(doubled).Append(new ScaleEstimator(new ScaleTransformer("Sixfold", "Doubled", 3)));

        TransformerChain<ScaleTransformer> model = pipeline.Fit(_rows);
        IDataView view = model.Transform(_rows);

        Assert.Equal([0, 6, 12, 18], view.GetColumn<int>("Sixfold"));
        Assert.Equal([0, 2, 4, 6], view.GetColumn<int>("Doubled"));
        Assert.Equal(["Number", "Doubled", "Sixfold"], model.GetOutputSchema(_rows.Schema).Select(column => column.Name));
        Assert.Same(doubled, model.First());
        Assert.Same(model.Last(), model.LastTransformer);
    }

    [Fact]
    public void Cache_checkpoint_saves_reading_the_source_again()
    {
        int read = 0;
        var source = new CountingDataView(50, () => Interlocked.Increment(ref read));
        var second = new ScaleEstimator(new ScaleTransformer("B", "A", 2), readsData: true);
        var third = new ScaleEstimator(new ScaleTransformer("C", "A", 2), readsData: true);

        new ScaleEstimator(new ScaleTransformer("A", "Number", 2)).AppendCacheCheckpoint(_context).Append(second).Append(third).Fit(source);

        Assert.Equal(50, second.FittedRows);
        Assert.Equal(50, third.FittedRows);
        // Columns Number and A, each read once into the cache.
        Assert.Equal(100, read);
    }

    [Fact]
    public void Checkpoint_needs_an_estimator() =>
        Assert.Throws<InvalidOperationException>(() => new EstimatorChain<ITransformer>().AppendCacheCheckpoint(_context));

    [Fact]
    public void Scopes_choose_the_transformers()
    {
        var training = new ScaleTransformer("A", "Number", 2);
        var always = new ScaleTransformer("B", "Number", 3);
        var chain = new TransformerChain<ITransformer>([training, always], [TransformerScope.Training, TransformerScope.Everything]);

        Assert.Equal(["Number", "B"], chain.Transform(_rows).Schema.Select(column => column.Name));
        Assert.Equal(["Number", "A", "B"], chain.Transform(_rows, TransformerScope.Training).Schema.Select(column => column.Name));
        Assert.Equal([always], chain.GetModelFor(TransformerScope.Scoring));
    }

    [Fact]
    public void Missing_column_is_told_of_before_any_row_is_read()
    {
        int read = 0;
        var source = new CountingDataView(4, () => read++);
        var chain = new TransformerChain<ITransformer>(new ScaleTransformer("A", "Number", 2), new ScaleTransformer("B", "Other", 2));

        Assert.Throws<ArgumentOutOfRangeException>(() => chain.Transform(source));
        Assert.Equal(0, read);
    }

    [Fact]
    public void Disposing_a_chain_disposes_its_transformers()
    {
        var first = new ScaleTransformer("A", "Number", 2);
        var second = new ScaleTransformer("B", "Number", 2);

        TransformerChain<ScaleTransformer> chain = first.Append(second);
        chain.Dispose();

        Assert.True(first.IsDisposed);
        Assert.True(second.IsDisposed);
    }

    [Fact]
    public void Empty_chain_passes_everything_through()
    {
        var chain = new TransformerChain<ITransformer>();

        Assert.Null(chain.LastTransformer);
        Assert.Same(_rows, chain.Transform(_rows));
        Assert.Same(_rows.Schema, chain.GetOutputSchema(_rows.Schema));
    }

    [Fact]
    public void Wrong_last_transformer_or_scopes_are_refused()
    {
        ITransformer transformer = new TransformerChain<ITransformer>();

        Assert.Throws<InvalidOperationException>(() => new TransformerChain<ScaleTransformer>(transformer));
        Assert.Throws<InvalidOperationException>(() => new TransformerChain<ITransformer>([transformer], []));
    }

    [Fact]
    public void Delegate_is_called_with_the_fitted_transformer()
    {
        ScaleTransformer? seen = null;
        var transformer = new ScaleTransformer("A", "Number", 2);

        new ScaleEstimator(transformer).WithOnFitDelegate(fitted => seen = fitted).Fit(_rows);

        Assert.Same(transformer, seen);
    }

    [Fact]
    public void Preview_of_an_estimator_fits_to_the_first_rows()
    {
        var estimator = new ScaleEstimator(new ScaleTransformer("A", "Number", 2), readsData: true);

        DataDebuggerPreview preview = estimator.Preview(new CountingDataView(50), maxRows: 2, maxTrainingRows: 7);

        Assert.Equal(7, estimator.FittedRows);
        Assert.Equal([0, 2], preview.ColumnView[1].Values);
    }
}
