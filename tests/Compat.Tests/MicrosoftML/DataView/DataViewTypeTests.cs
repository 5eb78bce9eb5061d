using Microsoft.ML.Data;

namespace VaePipeline.Compat.Tests.MicrosoftML.DataView;

public class DataViewTypeTests
{
    [Fact]
    public void Types_print_as_in_schemas()
    {
        Assert.Equal("Single", NumberDataViewType.Single.ToString());
        Assert.Equal("String", TextDataViewType.Instance.ToString());
        Assert.Equal("Key<UInt32, 0-9>", new KeyDataViewType(typeof(uint), 10).ToString());
        Assert.Equal("Vector<Single, 784>", new VectorDataViewType(NumberDataViewType.Single, 784).ToString());
        Assert.Equal("Vector<Single>", new VectorDataViewType(NumberDataViewType.Single).ToString());
        Assert.Equal("Vector<Single, 1, 28, 28>", new VectorDataViewType(NumberDataViewType.Single, 1, 28, 28).ToString());
        Assert.Equal("Vector<Single, *, 2>", new VectorDataViewType(NumberDataViewType.Single, 0, 2).ToString());
    }

    [Fact]
    public void Vectors_are_equal_by_item_and_dimensions()
    {
        var flat = new VectorDataViewType(NumberDataViewType.Single, 784);

        Assert.Equal(flat, new VectorDataViewType(NumberDataViewType.Single, 784));
        Assert.NotEqual(flat, new VectorDataViewType(NumberDataViewType.Single, 1, 784));
        Assert.NotEqual(flat, new VectorDataViewType(NumberDataViewType.Double, 784));
        Assert.Equal(784, new VectorDataViewType(NumberDataViewType.Single, 1, 784).Size);
        Assert.False(new VectorDataViewType(NumberDataViewType.Single, 0, 784).IsKnownSize);
        Assert.Equal(typeof(VBuffer<float>), flat.RawType);
    }

    [Theory]
    [InlineData(typeof(int), 5, "type")]
    [InlineData(typeof(byte), 256, "count")]
    [InlineData(typeof(uint), 0, "count")]
    public void Impossible_keys_are_refused(Type type, int count, string parameter)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new KeyDataViewType(type, (ulong)count));

        Assert.Equal(parameter, error.ParamName);
    }

    [Fact]
    public void Row_ids_are_mixed_as_in_ml_net()
    {
        var id = new DataViewRowId(1, 2);

        string[] mixed = [id.ToString(), id.Fork().ToString(), id.Next().ToString(), id.Combine(new DataViewRowId(3, 4)).ToString()];

        // Printed by Microsoft.ML.DataView 5.0.1.
        Assert.Equal("00000000000000020000000000000001 000000079e99deb434e09d0b1102190b 000000079e99deb4000000007adce733 d6c370eb9bb089c0cf76cc3e67f97a6c", string.Join(' ', mixed));
        Assert.True(id.CompareTo(new DataViewRowId(0, 3)) < 0);
    }
}
