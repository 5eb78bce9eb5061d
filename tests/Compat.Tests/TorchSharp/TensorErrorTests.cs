using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace VaePipeline.Compat.Tests.TorchSharpPackage;

public sealed class TensorErrorTests
{
    [Fact]
    public void Shapes_that_do_not_fit_are_an_exception_with_the_engines_words()
    {
        using Tensor left = torch.zeros(2, 3);
        using Tensor right = torch.zeros(2, 3);

        ExternalException error = Assert.Throws<ExternalException>(() => left.mm(right));

        Assert.Contains("mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_leaves_the_engine_usable()
    {
        using Tensor tensor = torch.zeros(2, 3);

        Assert.Throws<ExternalException>(() => tensor.view(5));

        Assert.Equal(0f, tensor.sum().item<float>());
    }

    [Fact]
    public void A_disposed_tensor_is_refused()
    {
        Tensor tensor = torch.zeros(2);
        tensor.Dispose();
        tensor.Dispose();

        Assert.True(tensor.IsInvalid);
        Assert.Throws<InvalidOperationException>(() => tensor.exp());
        Assert.Throws<InvalidOperationException>(() => tensor.shape);
    }

    [Fact]
    public void Elements_of_another_type_are_refused()
    {
        using Tensor tensor = torch.zeros(2);

        Assert.Throws<ArgumentException>(() => tensor.data<double>());
        Assert.Throws<ArgumentException>(() => tensor.item<float>());
    }

    [Fact]
    public void Backward_of_a_tensor_without_graph_is_an_exception()
    {
        using Tensor tensor = torch.ones(1);

        Assert.Throws<ExternalException>(() => tensor.backward());
    }

    [Fact]
    public void Bytes_of_a_transposed_tensor_are_refused()
    {
        using Tensor tensor = torch.zeros(2, 3).t();

        Assert.Throws<InvalidOperationException>(() => tensor.bytes.Length);
    }
}
