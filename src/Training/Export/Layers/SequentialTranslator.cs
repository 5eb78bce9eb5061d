using TorchSharp.Modules;

namespace VaePipeline.Training.Export.Layers;

/// <summary>A chain: each module's output is the next one's input. An empty chain hands its input on.</summary>
internal static class SequentialTranslator
{
    public static GraphValue Translate(Sequential module, GraphValue input, TranslationScope scope) =>
        module.named_children().Aggregate(input, (value, child) => scope.Translate(child.name, child.module, value));
}
