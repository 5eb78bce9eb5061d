using System.Runtime.InteropServices;
using TorchSharp;
using VaePipeline.Contracts.Errors;

namespace VaePipeline.OnnxExport.Tests.Graphs;

public sealed class TranslationScopeTests
{
    [Fact]
    public void Translate_module_in_training_mode_is_refused_by_path()
    {
        using var module = torch.nn.Sequential(torch.nn.ReLU(), torch.nn.Dropout(0.5));
        module.eval();
        module.children().Last().train();

        var error = Assert.Throws<ExportException>(() => ExportedModule.BuildAsIs(module, [3]));

        Assert.Equal("net.1 (Dropout): the module is in training mode; expected evaluation mode. Call eval() on the network before the export.", error.Message);
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    public void Weight_that_is_not_finite_names_tensor_and_element(float value, string text)
    {
        using var module = torch.nn.Linear(3, 2);
        using (torch.no_grad())
        using (var row = module.weight.narrow(0, 1, 1))
        using (var element = row.narrow(1, 2, 1))
        {
            element.fill_(value);
        }

        var error = Assert.Throws<BadInputException>(() => ExportedModule.Build(module, [3]));

        Assert.Equal(
            $"net.weight: element [1, 2] is {text}; expected finite numbers only. Train again with a lower learning rate, export the weights of an earlier epoch, or set them first if they are new: TorchSharp leaves those of GroupNorm unset.",
            error.Message);
    }

    [Fact]
    public void Weight_of_another_type_is_refused_by_name()
    {
        using var module = torch.nn.Linear(3, 2, dtype: torch.ScalarType.Float64);

        var error = Assert.Throws<ExportException>(() => ExportedModule.Build(module, [3]));

        Assert.Equal("net.weight: the tensor's type is Float64; expected Float32. Call to(torch.float32) on the network before the export.", error.Message);
    }

    [Fact]
    public void Weight_keeps_gradients_and_memory_of_the_module()
    {
        using var module = torch.nn.Linear(3, 2);
        float[] values = [1, 2, 3, 4, 5, 6];
        using (torch.no_grad())
        using (var matrix = torch.tensor(values, [2, 3]))
        {
            module.weight.copy_(matrix);
        }

        var model = ExportedModule.Build(module, [3]);

        Assert.True(module.weight.requires_grad);
        Assert.Equal(values, module.weight.data<float>().ToArray());
        Assert.Equal(values, MemoryMarshal.Cast<byte, float>(model.Graph.Initializer[0].RawData.Span).ToArray());
    }
}
