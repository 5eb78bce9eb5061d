using Microsoft.ML;
using Microsoft.ML.Data;
using VaePipeline.Inference.Transforms;

namespace VaePipeline.Inference.Tests.Transforms.Contract;

/// <summary>What the source throws surfaces as it is, after the rows before it.</summary>
public sealed class UpstreamFailureTests
{
    private static readonly float[] Expected = TestModels.Decoded(TestModels.Latents(90));

    private readonly MLContext _context = new(seed: 1);

    [Theory]
    [ClassData(typeof(RunShapes))]
    public void A_source_that_cannot_move(int workers, int batchSize)
    {
        foreach (int badRow in new[] { 0, 1, 8, 9, 20, 89, 90 })
        {
            var source = new SourceView(90, SourceColumn.Latent) { FailAtRow = badRow };

            AssertFails(source, workers, batchSize, badRow);
        }
    }

    [Theory]
    [ClassData(typeof(RunShapes))]
    public void A_latent_that_cannot_be_read(int workers, int batchSize)
    {
        foreach (int badRow in new[] { 0, 1, 20, 89 })
        {
            var latent = new SourceColumn<VBuffer<float>>("Latent", SourceColumn.Latent.Type, row =>
                row == badRow ? throw new InvalidDataException($"row {row} is bad") : ((SourceColumn<VBuffer<float>>)SourceColumn.Latent).Value(row));

            AssertFails(new SourceView(90, latent), workers, batchSize, badRow);
        }
    }

    [Theory]
    [ClassData(typeof(RunShapes))]
    public void Another_column_that_cannot_be_read(int workers, int batchSize)
    {
        foreach (int badRow in new[] { 0, 1, 20, 89 })
        {
            var other = new SourceColumn<int>("Other", NumberDataViewType.Int32, row => row == badRow ? throw new InvalidDataException($"row {row} is bad") : 1);

            AssertFails(new SourceView(90, SourceColumn.Latent, other), workers, batchSize, badRow);
        }
    }

    [Theory]
    [ClassData(typeof(RunShapes))]
    public void A_source_that_makes_no_cursor(int workers, int batchSize)
    {
        using BatchedOnnxTransformer decoder = RunShapes.Decoder(_context, new SourceView(1, SourceColumn.Latent), workers, batchSize);
        var source = new SourceView(90, SourceColumn.Latent) { FailAtCursor = true };
        IDataView images = decoder.Transform(source);

        Assert.Equal("no cursor", Assert.Throws<InvalidDataException>(() => images.GetRowCursor(images.Schema)).Message);
        Assert.Equal("no cursor", Assert.Throws<InvalidDataException>(() => images.GetRowCursorSet(images.Schema, 3)).Message);
    }

    private void AssertFails(SourceView source, int workers, int batchSize, int badRow)
    {
        using BatchedOnnxTransformer decoder = RunShapes.Decoder(_context, source, workers, batchSize);
        IDataView images = decoder.Transform(source);
        using (DataViewRowCursor cursor = images.GetRowCursor(images.Schema))
        {
            ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(images.Schema["Image"]);
            VBuffer<float> image = default;
            for (int row = 0; row < badRow; row++)
            {
                Assert.True(cursor.MoveNext());
                getter(ref image);
                TestModels.AssertClose(Expected.AsSpan(row * 16, 16), image.GetValues());
            }

            Assert.Equal($"row {badRow} is bad", Assert.Throws<InvalidDataException>(() => cursor.MoveNext()).Message);
            Assert.Equal(-1, cursor.Position);
            Assert.Throws<InvalidOperationException>(() => getter(ref image));
            Assert.Throws<InvalidDataException>(() => cursor.MoveNext());
        }

        Assert.Equal((0, 0), (source.CursorsOpen, source.MovesAfterDispose));
    }
}
