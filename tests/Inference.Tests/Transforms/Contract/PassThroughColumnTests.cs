using Microsoft.ML;
using Microsoft.ML.Data;
using VaePipeline.Inference.Transforms;

namespace VaePipeline.Inference.Tests.Transforms.Contract;

public sealed class PassThroughColumnTests
{
    private static readonly MLContext Context = new(seed: 1);

    [Fact]
    public void Scalar_column_keeps_its_values() =>
        AssertKept(new SourceColumn<double>("Other", NumberDataViewType.Double, row => row * 1.5));

    [Fact]
    public void Text_column_keeps_its_values() =>
        AssertKept(new SourceColumn<ReadOnlyMemory<char>>("Other", TextDataViewType.Instance, row => $"row {row}".AsMemory()), text => text.ToString());

    [Fact]
    public void Key_column_keeps_its_values() =>
        AssertKept(new SourceColumn<uint>("Other", new KeyDataViewType(typeof(uint), 7), row => (uint)(row % 8)));

    [Fact]
    public void Dense_vector_column_keeps_its_values() => AssertKept(
        new SourceColumn<VBuffer<int>>("Other", new VectorDataViewType(NumberDataViewType.Int32, 3), row => new VBuffer<int>(3, [(int)row, 2, 3])),
        vector => string.Join(',', vector.DenseValues()));

    [Fact]
    public void Sparse_vector_column_stays_sparse() => AssertKept(
        new SourceColumn<VBuffer<float>>(
            "Other", new VectorDataViewType(NumberDataViewType.Single, 9), row => new VBuffer<float>(9, 1, [row + 1f], [(int)(row % 9)])),
        vector => $"{vector.IsDense} {string.Join(',', vector.Items().Select(item => $"{item.Key}={item.Value}"))}");

    [Fact]
    public void Vector_column_of_varying_length_keeps_its_values() => AssertKept(
        new SourceColumn<VBuffer<long>>(
            "Other", new VectorDataViewType(NumberDataViewType.Int64), row => new VBuffer<long>((int)(row % 4), [row, row, row])),
        vector => string.Join(',', vector.DenseValues()));

    [Fact]
    public void Vector_column_read_is_the_readers_to_change()
    {
        var source = new SourceView(
            9, SourceColumn.Latent, new SourceColumn<VBuffer<int>>("Other", new VectorDataViewType(NumberDataViewType.Int32, 2), row => new VBuffer<int>(2, [(int)row, 7])));
        using BatchedOnnxTransformer decoder = Context.Transforms.DecodeLatents(TestModels.Decoder).Fit(source);
        IDataView images = decoder.Transform(source);
        using DataViewRowCursor cursor = images.GetRowCursor([images.Schema["Other"], images.Schema["Image"]]);
        ValueGetter<VBuffer<int>> getter = cursor.GetGetter<VBuffer<int>>(images.Schema["Other"]);
        VBuffer<int> first = default;
        VBuffer<int> second = default;

        for (int row = 0; cursor.MoveNext(); row++)
        {
            getter(ref first);
            VBufferEditor.CreateFromBuffer(ref first).Values.Fill(-1);
            getter(ref second);
            Assert.Equal([row, 7], second.DenseValues());
            Assert.Equal([-1, -1], first.DenseValues());
        }
    }

    [Fact]
    public void Column_with_disposable_objects_is_refused()
    {
        var streams = new SourceColumn<MemoryStream>("Picture", new StreamType(), _ => new MemoryStream());
        var source = new SourceView(3, SourceColumn.Latent, streams);
        using BatchedOnnxTransformer decoder = Context.Transforms.DecodeLatents(TestModels.Decoder).Fit(source);
        IDataView images = decoder.Transform(source);

        NotSupportedException error = Assert.Throws<NotSupportedException>(() => images.GetRowCursor(images.Schema));

        Assert.StartsWith("column \"Picture\": a stream; expected a scalar, text, key or vector, as rows are read ahead", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, source.CursorsOpen);
    }

    [Fact]
    public void Column_with_disposable_objects_passes_where_our_column_is_not_read()
    {
        using var stream = new MemoryStream();
        var source = new SourceView(3, SourceColumn.Latent, new SourceColumn<MemoryStream>("Picture", new StreamType(), _ => stream));
        using BatchedOnnxTransformer decoder = Context.Transforms.DecodeLatents(TestModels.Decoder).Fit(source);
        IDataView images = decoder.Transform(source);

        using DataViewRowCursor cursor = images.GetRowCursor([images.Schema["Picture"]]);

        MemoryStream? value = null;
        Assert.True(cursor.MoveNext());
        cursor.GetGetter<MemoryStream?>(images.Schema["Picture"])(ref value);
        Assert.Same(stream, value);
    }

    private static void AssertKept<T>(SourceColumn<T> other) => AssertKept(other, value => value);

    private static void AssertKept<T, TShown>(SourceColumn<T> other, Func<T, TShown> show) =>
        Assert.All(new RunShapes(), shape => AssertKept(other, show, (int)shape[0], (int)shape[1]));

    // Every value is read as its row is served, long after the source has moved on.
    private static void AssertKept<T, TShown>(SourceColumn<T> other, Func<T, TShown> show, int workers, int batchSize)
    {
        var source = new SourceView(50, other, SourceColumn.Latent);
        using BatchedOnnxTransformer decoder = RunShapes.Decoder(Context, source, workers, batchSize);
        IDataView images = decoder.Transform(source);
        using DataViewRowCursor cursor = images.GetRowCursor([images.Schema["Other"], images.Schema["Image"]]);
        ValueGetter<T> getter = cursor.GetGetter<T>(images.Schema["Other"]);
        var shown = new List<TShown>();

        T value = default!; // a getter's first value may be anything
        while (cursor.MoveNext())
        {
            getter(ref value);
            shown.Add(show(value));
        }

        Assert.Equal(Enumerable.Range(0, 50).Select(row => show(other.Value(row))), shown);
    }

    private sealed class StreamType() : StructuredDataViewType(typeof(MemoryStream))
    {
        public override bool Equals(DataViewType? other) => other is StreamType;

        public override bool Equals(object? other) => other is StreamType;

        public override int GetHashCode() => 1;

        public override string ToString() => "a stream";
    }
}
