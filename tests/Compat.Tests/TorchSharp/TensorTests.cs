using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace VaePipeline.Compat.Tests.TorchSharpPackage;

public sealed class TensorTests
{
    private static Tensor OneToSix => torch.tensor(new float[] { 1, 2, 3, 4, 5, 6 }, [2, 3]);

    [Fact]
    public void Tensor_from_array_keeps_shape_type_and_row_major_order()
    {
        using Tensor tensor = OneToSix;

        Assert.Equal([2, 3], tensor.shape);
        Assert.Equal(ScalarType.Float32, tensor.dtype);
        Assert.Equal(6f, tensor[1, 2].item<float>());
        Assert.Equal([1f, 2, 3, 4, 5, 6], tensor.data<float>().ToArray());
    }

    [Fact]
    public void Transposed_tensor_is_read_in_its_own_order()
    {
        using Tensor transposed = OneToSix.t();

        Assert.False(transposed.is_contiguous());
        Assert.Equal([1L, 3L], transposed.stride());
        Assert.Equal([1f, 4, 2, 5, 3, 6], transposed.data<float>().ToArray());
    }

    [Fact]
    public void Slices_numbers_and_index_tensors_select_elements()
    {
        using Tensor tensor = torch.arange(24).reshape(2, 3, 4);

        Assert.Equal([20L, 22], tensor[1, 2, TensorIndex.Slice(0, 4, 2)].data<long>().ToArray());
        Assert.Equal([3L, 7, 11], tensor[TensorIndex.Single(0), TensorIndex.Ellipsis, TensorIndex.Single(-1)].data<long>().ToArray());
        Assert.Equal([2, 1, 3, 4], tensor[TensorIndex.Colon, TensorIndex.None].shape);
        Assert.Equal([16L, 17, 18, 19, 12, 13, 14, 15], tensor[TensorIndex.Single(1), TensorIndex.Tensor(torch.tensor(new long[] { 1, 0 }))].data<long>().ToArray());
        Assert.Equal([14L, 12], tensor.index_select(2, torch.tensor(new long[] { 2, 0 }))[1, 0].data<long>().ToArray());
    }

    [Fact]
    public void Assigning_through_an_index_changes_the_tensor()
    {
        using Tensor tensor = torch.zeros(2, 3);

        tensor[0, 1] = torch.tensor(5f);
        tensor[TensorIndex.Colon, TensorIndex.Single(2)] = torch.tensor(new float[] { 7, 8 });

        Assert.Equal([0f, 5, 7, 0, 0, 8], tensor.data<float>().ToArray());
    }

    [Fact]
    public void Arithmetic_with_numbers_on_either_side()
    {
        using Tensor tensor = torch.tensor(new float[] { 1, 2, 4 });

        Assert.Equal([3f, 4, 6], (tensor + 2).data<float>().ToArray());
        Assert.Equal([1f, 0, -2], (2 - tensor).data<float>().ToArray());
        Assert.Equal([0.5f, 1, 2], (tensor / 2).data<float>().ToArray());
        Assert.Equal([4f, 2, 1], (4.0 / tensor).data<float>().ToArray());
        Assert.Equal([-1f, -2, -4], (-tensor).data<float>().ToArray());
        Assert.Equal([1f, 4, 16], tensor.pow(2).data<float>().ToArray());
    }

    [Fact]
    public void Reductions_over_axes_keep_or_drop_them()
    {
        using Tensor tensor = OneToSix;

        Assert.Equal(21f, tensor.sum().item<float>());
        Assert.Equal([6f, 15], tensor.sum(1).data<float>().ToArray());
        Assert.Equal([1, 3], tensor.mean([0], keepdim: true).shape);
        Assert.Equal([2.5f, 3.5f, 4.5f], tensor.mean([0]).data<float>().ToArray());
        Assert.Equal([2L, 2], tensor.argmax(1).data<long>().ToArray());
        (Tensor values, Tensor indexes) = tensor.max(0);
        Assert.Equal([4f, 5, 6], values.data<float>().ToArray());
        Assert.Equal([1L, 1, 1], indexes.data<long>().ToArray());
        // Sample variance of 1, 2, 3 is 1; population variance 2/3.
        Assert.Equal(1f, tensor[0].var().item<float>(), 6);
        Assert.Equal(2f / 3, tensor[0].var([0], unbiased: false).item<float>(), 6);
    }

    [Fact]
    public void Bytes_are_the_tensors_own_memory()
    {
        using Tensor tensor = torch.zeros(3);

        MemoryMarshal.Cast<byte, float>(tensor.bytes)[1] = 2.5f;

        Assert.Equal([0f, 2.5f, 0], tensor.data<float>().ToArray());
    }

    [Fact]
    public void Frombuffer_shares_the_array()
    {
        float[] array = [1, 2, 3, 4];
        using Tensor tensor = torch.frombuffer(array, ScalarType.Float32, 2, 1);

        array[2] = 9;

        Assert.Equal([2f, 9], tensor.data<float>().ToArray());
    }

    [Fact]
    public void Conversion_and_ranges_have_the_packages_types()
    {
        using Tensor whole = torch.arange(3);
        using Tensor floating = torch.arange(0, 1, 0.25);
        using Tensor bytes = torch.tensor(new byte[] { 0, 255 }).to(ScalarType.Float32);

        Assert.Equal(ScalarType.Int64, whole.dtype);
        Assert.Equal([0f, 0.25f, 0.5f, 0.75f], floating.data<float>().ToArray());
        Assert.Equal([0f, 255], bytes.data<float>().ToArray());
        Assert.Equal(ScalarType.Float64, torch.linspace(0, 1, 5, ScalarType.Float64).dtype);
    }

    [Fact]
    public void Joining_and_splitting()
    {
        using Tensor first = torch.ones(2, 2);
        using Tensor second = torch.zeros(2, 1);

        Assert.Equal([1f, 1, 0, 1, 1, 0], torch.cat([first, second], 1).data<float>().ToArray());
        Assert.Equal([2, 2, 2], torch.stack([first, first]).shape);
        Assert.Equal([1, 2], first.chunk(2)[1].shape);
        Assert.Equal([2, 1], first.split([1, 1], 1)[0].shape);
    }

    [Fact]
    public void In_place_operators_return_the_same_object()
    {
        using Tensor tensor = torch.ones(2);

        Assert.Same(tensor, tensor.add_(1).mul_(3));
        Assert.Equal([6f, 6], tensor.data<float>().ToArray());
        tensor.zero_();
        Assert.Equal([0f, 0], tensor.data<float>().ToArray());
    }

    [Fact]
    public void Tests_for_special_values()
    {
        using Tensor tensor = torch.tensor(new float[] { 1, float.NaN, float.PositiveInfinity });

        Assert.Equal([true, false, false], tensor.isfinite().data<bool>().ToArray());
        Assert.Equal([false, true, false], tensor.isnan().data<bool>().ToArray());
        Assert.False(tensor.isfinite().all().item<bool>());
        Assert.True(tensor.isnan().any().item<bool>());
    }
}
