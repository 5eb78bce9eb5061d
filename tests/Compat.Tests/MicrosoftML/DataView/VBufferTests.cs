using Microsoft.ML.Data;

namespace VaePipeline.Compat.Tests.MicrosoftML.DataView;

public class VBufferTests
{
    private static readonly VBuffer<float> Sparse = new(6, 2, [7f, 8f, 99f], [1, 4, 99]);

    [Fact]
    public void Sparse_vector_shows_its_explicit_values_and_fills_the_rest()
    {
        Assert.False(Sparse.IsDense);
        Assert.Equal([7f, 8f], Sparse.GetValues().ToArray());
        Assert.Equal([1, 4], Sparse.GetIndices().ToArray());
        Assert.Equal([0f, 7f, 0f, 0f, 8f, 0f], Sparse.DenseValues());
        Assert.Equal([KeyValuePair.Create(1, 7f), KeyValuePair.Create(4, 8f)], Sparse.Items());
        Assert.Equal([0, 1, 2, 3, 4, 5], Sparse.Items(all: true).Select(item => item.Key));
        Assert.Equal(8f, Sparse.GetItemOrDefault(4));
        Assert.Equal(0f, Sparse.GetItemOrDefault(5));
        Assert.Equal("Sparse vector of size 6, 2 explicit values", Sparse.ToString());
    }

    [Theory]
    [InlineData(0, 6, 2)]
    [InlineData(1, 3, 1)]
    [InlineData(2, 2, 0)]
    [InlineData(4, 2, 1)]
    public void Range_of_a_sparse_vector_keeps_the_values_within(int start, int length, int count)
    {
        VBuffer<float> copy = default;

        Sparse.CopyTo(ref copy, start, length);

        Assert.Equal(Sparse.DenseValues().Skip(start).Take(length), copy.DenseValues());
        Assert.Equal(count, copy.GetValues().Length);
    }

    [Fact]
    public void Copy_to_a_span_writes_the_default_between_explicit_values()
    {
        float[] target = [-1, -1, -1, -1, -1, -1, -1, -1];

        Sparse.CopyTo(target, 1, 5f);

        Assert.Equal([-1f, 5f, 7f, 5f, 5f, 8f, 5f, -1f], target);
    }

    [Fact]
    public void Editor_reuses_the_arrays_of_the_destination()
    {
        float[] values = [1, 2, 3, 4];
        var buffer = new VBuffer<float>(4, values);

        VBufferEditor<float> editor = VBufferEditor.Create(ref buffer, 3);
        editor.Values[0] = 10;
        buffer = editor.Commit();

        Assert.False(editor.CreatedNewValues);
        Assert.Equal(10f, values[0]);
        Assert.Equal([10f, 2f, 3f], buffer.DenseValues());
    }

    [Fact]
    public void Editor_of_a_sparse_vector_can_be_cut_short()
    {
        VBuffer<int> buffer = default;
        VBufferEditor<int> editor = VBufferEditor.Create(ref buffer, 10, 3);
        editor.Values[0] = 5;
        editor.Indices[0] = 9;

        buffer = editor.CommitTruncated(1);

        Assert.True(editor.CreatedNewValues);
        Assert.True(editor.CreatedNewIndices);
        Assert.Equal(10, buffer.Length);
        Assert.Equal([9], buffer.GetIndices().ToArray());
        Assert.Equal(5, buffer.GetItemOrDefault(9));
    }

    [Theory]
    [InlineData(-1, 0, "length")]
    [InlineData(2, 3, "count")]
    [InlineData(9, 4, "values")]
    public void Impossible_sizes_are_refused(int length, int count, string parameter)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new VBuffer<float>(length, count, [1, 2, 3], [0, 1, 2, 3]));

        Assert.Equal(parameter, error.ParamName);
    }
}
